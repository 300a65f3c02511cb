"""Writes vectorizer.json, unicode.json and decoding.json: what scikit-learn and CPython make of nasty texts.

Run with CPython 3.11 (Unicode 14.0) in the environment of requirements.txt, as `make golden` does.
"""
import hashlib
import json
import pathlib
import random
import re
import struct
import sys
import unicodedata
import warnings

import numpy
import sklearn
from sklearn.feature_extraction.text import HashingVectorizer

HERE = pathlib.Path(__file__).resolve().parent
STOP = set(re.search(
    r'tutorialWords = split\(\s*"""(.*?)"""',
    (HERE.parents[1] / 'Sources/Text/StopWords+Lists.swift').read_text(), re.S).group(1).split())
PATTERNS = [
    r'(?u)\b\w+\b', r'\w+', r'\S+', r'[a-z]+', r"[a-z]+(?:'[a-z]+)?", r'\b[^\W\d_]{2,}\b', r'(\w)\w*', r'(?:^|\s)(\w+)',
    r'\w{2,4}?', r'.', r'\B\w', r'(?s).{3}', r'\w+$', r'(?m)^.*$', r'[\w-]+', r"(?<![\w'])[\w']+", r'(?=(\w\w))', r'\w*',
    r'[&&a-z[]+', r'(?:(?:ab|a)c?)+', r'[^\W]+\Z', '(?x) \\w+  # words', r'(a)|b', r'\x61|\u00e9|[\u0300-\u036f]+', r'\w++',
    r'(?>\w+)\s', r'(?:\w|\s)*?\.', r'a{,2}b{1,}', r'{', r'a{x}', r'[]a]+', r'[^]a]', r'\b', r'a??', r'(?:a*)*b?', r'(?a)\w+',
    r'\d+', r'\s+', r'(?P<first>\w)(?P=first)',
]


def tutorial(text):
    """The tutorial's tokenizer, as TutorialTokenizer.swift documents it."""
    text = re.sub(r'<[^>]*>', '', text)
    emoticons = re.findall(r'(?::|;|=)(?:-)?(?:\)|\(|D|P)', text.lower())
    text = re.sub(r'[\W]+', ' ', text.lower()) + ' '.join(emoticons).replace('-', '')
    return [word for word in text.split() if word not in STOP]


def documents():
    """Fixed texts, then texts of pieces that are hard to cut, lower-case or decompose."""
    fixed = [
        '', ' ', '\n', 'a', 'ab', 'the a of', 'The movie was GREAT, great; great!', 'x' * 300, 'ab ' * 100, '<br />', '<a <b> c> d',
        '1 < 2 and 3 > 2', '<<<', ':) :-( ;) =( :D :P', 'fine:)', 'fine :-)', 'the:)', ':<i>)', 'ΟΔΟΣ ΣΑΣ Σ Σ. ΑΣ\u0301 ΑΣΑ', 'İstanbul I\u0307',
        'cafe\u0301 café CAFÉ', 'ﬁne ™ ℡ ½ ² Ⅷ ㍿ ﷺ', '日本語のテスト 한국어', 'a\x00b\x00\x00c', 'a\x1cb\x1dc\x1ed\x1fe',
        'a\n\nb\n c\t\td\r\ne', 'a\x85b\xa0c\u2028d\u3000e\u200bf', '👨\u200d👩\u200d👧 🙂🙂 👍🏽', '\u0301\u0323a\u0323\u0301', 'x\u00ady ab_cd __ _',
        'ǅ ß ẞ ſ K Å ꟊ \U00010400\U0001E900', '\U000E0041\U0010FFFF\uffff', 'a\u1DFA\U0001E030\u0C5D\U00011F02z \u1C89\uA7CB', "don't it's o'clock",
        'aaa abc abab aab b', '٣٤ १२ 12 3.5 1,000', 'line one\nline two\n',
    ]
    random.seed(20)
    words = 'the a great movie Don\'t ΟΔΟΣ Σ İ ﬁne Å é e\u0301 日本 ½ 한 _x <br /> :) :-( ;) <b> > ™ 🙂 ß \u0345 flies running'.split()
    gaps = [' ', '  ', '\n', '\n\n', '\t', '\x00', '\x1c', '\x85', '\xa0', '\u2028', '\u3000', '.', ',', '-', '']
    for _ in range(28):
        fixed.append(''.join(random.choice(words) + random.choice(gaps) for _ in range(random.randrange(1, 40))))
    return fixed


def settings():
    """Every pattern once, then random combinations."""
    yield {}
    for pattern in PATTERNS:
        yield {'token_pattern': pattern, 'lowercase': len(pattern) % 2 == 0}
    random.seed(21)
    for _ in range(260):
        choice = {'n_features': random.choice([2**20, 2**31 - 1, 2**21, 1, 7, 1000, 2**18 - 3])}
        analyzer = random.choice(['word', 'word', 'word', 'char', 'char_wb'])
        if analyzer != 'word':
            choice['analyzer'] = analyzer
        low = random.choice([1, 1, 1, 2, 3, 0])
        choice['ngram_range'] = [low, low + random.choice([0, 0, 1, 2])]
        if random.random() < 0.3:
            choice['lowercase'] = False
        if random.random() < 0.5:
            choice['strip_accents'] = random.choice(['ascii', 'unicode'])
        if random.random() < 0.4:
            choice['stop_words'] = random.choice(['english', ['the', 'great', ':)', 'cafe\u0301', 'movie']])
        if random.random() < 0.5:
            choice['norm'] = random.choice([None, 'l1'])
        if random.random() < 0.3:
            choice['binary'] = True
        if random.random() < 0.4:
            choice['alternate_sign'] = False
        if analyzer == 'word' and random.random() < 0.4:
            choice['tokenizer'] = 'tutorial'
        yield choice


def row(matrix, index):
    """The columns and the bits of the values of one row, as text."""
    entries = range(matrix.indptr[index], matrix.indptr[index + 1])
    return ' '.join(f"{matrix.indices[k]}:{struct.pack('>d', matrix.data[k]).hex()}" for k in entries)


def digest(matrix, index):
    """The beginning of the SHA-256 of one row's columns (int32) and then its values (float64), little-endian."""
    entries = slice(matrix.indptr[index], matrix.indptr[index + 1])
    content = matrix.indices[entries].astype('<i4').tobytes() + matrix.data[entries].astype('<f8').tobytes()
    return hashlib.sha256(content).hexdigest()[:8]


def vectorizer():
    """Rows of every combination: digests of all, and the text of some for debugging."""
    texts, cases = documents(), []
    for number, choice in enumerate(settings()):
        arguments = dict(choice)
        if 'ngram_range' in arguments:
            arguments['ngram_range'] = tuple(arguments['ngram_range'])
        if 'tokenizer' in arguments:
            arguments['tokenizer'] = tutorial
        matrix = HashingVectorizer(**arguments).transform(texts)
        matrix.sort_indices()
        rows = [row(matrix, index) for index in range(len(texts))]
        case = {'settings': choice, 'digests': ' '.join(digest(matrix, index) for index in range(len(texts)))}
        if number < 8:
            case['rows'] = [r if len(r) < 400 else None for r in rows]
        cases.append(case)
    return {'documents': texts, 'cases': cases}


def unicode_tables():
    """Digests of what CPython's tables say of all scalars; those left out are unassigned or for private use."""
    scalars = [chr(c) for c in range(0xE0200) if not 0xD800 <= c < 0xE000 and not 0x33480 <= c < 0xE0000]
    digest = lambda text: hashlib.sha256(text.encode()).hexdigest()
    marked = lambda function: digest(''.join(function(c) + '|' for c in scalars))
    decomposed = lambda c: unicodedata.normalize('NFKD', c)
    return {
        'word': digest(''.join(re.findall(r'\w', ''.join(scalars)))),
        'digit': digest(''.join(re.findall(r'\d', ''.join(scalars)))),
        'space': digest(''.join(re.findall(r'\s', ''.join(scalars)))),
        'lower': marked(str.lower),
        'accents_unicode': marked(lambda c: ''.join(d for d in decomposed(c) if not unicodedata.combining(d))),
        'accents_ascii': marked(lambda c: ''.join(d for d in decomposed(c) if ord(d) < 128)),
        'sigma_after': digest(''.join(('A' + c + 'Σ ').lower() for c in scalars)),
        'sigma_after_digit': digest(''.join(('1' + c + 'Σ ').lower() for c in scalars)),
        'sigma_before': digest(''.join(('AΣ' + c + ' ').lower() for c in scalars)),
        'sigma_before_letter': digest(''.join(('AΣ' + c + 'A ').lower() for c in scalars)),
    }


def decoding():
    """Ill-formed bytes in every way of decoding them."""
    random.seed(22)
    samples = [b'', b'plain', b'caf\xc3\xa9', b'\xef\xbb\xbfbom', b'\xff', b'a\xc3', b'a\xe2\x82', b'\xe2\x82a', b'\xf0\x9f\x98', b'\xf0\x9f\x98a',
               b'\xc0\x80', b'\xc1\xbf', b'\xe0\x80\x80', b'\xe0\x9f\xbf', b'\xed\xa0\x80', b'\xed\x9f\xbf', b'\xf0\x80\x80\x80',
               b'\xf4\x8f\xbf\xbf', b'\xf4\x90\x80\x80', b'\xf5\x80\x80\x80', b'\x80\xbf', b'\xc3\xc3\xa9', b'\xf0\x90\x80\xf0\x90\x80\x80', b'a\x00b']
    leads = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF]
    samples += [bytes(random.choice(leads) for _ in range(random.randrange(1, 9))) for _ in range(600)]
    cases = []
    for sample in samples:
        case = {'bytes': sample.hex()}
        for encoding in ['utf-8', 'ascii', 'latin-1']:
            texts = [sample.decode(encoding, errors) for errors in ['ignore', 'replace']]
            try:
                sample.decode(encoding)
                offset = None
            except UnicodeDecodeError as error:
                offset = error.start
            case[encoding] = {'ignore': texts[0], 'replace': texts[1], 'error_offset': offset}
        cases.append(case)
    return cases


if __name__ == '__main__':
    warnings.filterwarnings('ignore')
    assert sys.version_info[:2] == (3, 11) and unicodedata.unidata_version == '14.0.0'
    assert sklearn.__version__ == '1.9.1' and numpy.__version__ == '2.4.6'
    for name, value in [('vectorizer', vectorizer()), ('unicode', unicode_tables()), ('decoding', decoding())]:
        (HERE / f'{name}.json').write_text(json.dumps(value, ensure_ascii=True, indent=0, sort_keys=True) + '\n')
