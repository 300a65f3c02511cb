"""Writes porter.tsv: words with their stems as NLTK's PorterStemmer has them by default.

Run in the environment of requirements.txt, as `make golden` does.

The words are those of Python's own help texts, then beginnings with every ending that the steps know, then words with
marks, capitals and letters beyond ASCII.
"""
import pathlib
import random
import re

from nltk.stem.porter import PorterStemmer
from pydoc_data.topics import topics

BEGINNINGS = ('caress pon ti cat fe agr plast bl mot s conflat troubl siz hop tann fall hiss fizz fail fil happ sk relat condit rat '
              'val hes digit conform rad dif vil anal vietnam predic oper feud decis hop call form sensi tripl electr good reviv '
              'allow infer airlin gyroscop adjust defens irrit repl depend adop homolog commun act angul effect bowdl prob roll '
              'contr ceas y yy ay sy by gay ab xx wx str d l u bo theo geo bi').split()
ENDINGS = ('sses ies ied ss s eed ed ing ating bling izing tted lled ssing y ational tional enci anci izer bli alli entli eli ousli '
           'ization ation ator alism iveness fulness ousness aliti iviti biliti fulli logi icate ative alize iciti ical ful ness al '
           'ance ence er ic able ible ant ement ment ent sion tion ion ou ism ate iti ous ive ize e ee ll lle ying allies').split()
OTHERS = ('sky skies dying lying tying news innings inning outings outing cannings canning howe proceed exceed succeed '
          'Running FLIES Dies died lies tied ies ied eed ing ed é éé eéé éing éed naïvely cafés CAFÉS İs İng straße straßes ΟΔΟΣ σίγμας '
          'ёлками книгами 日本s 日本ing 🙂s 🙂🙂ing a\u0301ed b\u0301b\u0301ing movie, "great" it\'s don\'t (running) __s 1990s 3ing yyyying').split()


if __name__ == '__main__':
    random.seed(23)
    found = sorted({word for text in topics.values() for word in re.findall(r'[a-z]{3,}', text.lower())})
    formed = sorted({beginning + ending for beginning in BEGINNINGS for ending in ENDINGS})
    words = random.sample(found, min(2500, len(found))) + random.sample(formed, 2500) + OTHERS
    stemmer = PorterStemmer()
    lines = [f'{word}\t{stemmer.stem(word)}\n' for word in dict.fromkeys(words)]
    pathlib.Path(__file__).resolve().with_name('porter.tsv').write_text(''.join(lines))
