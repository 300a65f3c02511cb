/// The reader behind `CellText`: one pass over the characters, or over the bytes of a text in which they are the same.
struct CellScanner<Sign: CellSign> {
    private let characters: [Sign]
    private var position = 0

    init(_ characters: [Sign]) {
        self.characters = characters
    }

    mutating func scan() -> CellText {
        var commands: [CommandText] = []
        while position < characters.count {
            let start = position
            switch scanCommand() {
            case .unfinished(let opening): return .unfinished(opening: opening)
            case .words(let words):
                guard let first = words.first, let last = words.last else { continue }
                let range = first.range.lowerBound..<last.range.upperBound
                commands.append(CommandText(range: range, source: Sign.text(characters[range]), words: words))
            }
            precondition(position > start, "every command takes at least its separator")
        }
        return .commands(commands)
    }

    private enum Line {
        case words([CommandText.Word])
        case unfinished(Range<Int>)
    }

    private mutating func scanCommand() -> Line {
        var words: [CommandText.Word] = []
        while position < characters.count {
            let character = characters[position]
            if character.isNewline || character == ";" {
                position += 1
                return .words(words)
            }
            if character == "\\", isLineEnd(position + 1) {
                guard position + 1 < characters.count else { return .unfinished(position..<position + 1) }
                position += 2
            } else if character.isWhitespace {
                position += 1
            } else if character == "#", words.isEmpty || isBlank(position + 1) {
                while position < characters.count, !characters[position].isNewline { position += 1 }
            } else {
                let isValue = words.last?.text.hasPrefix("--") == true
                switch words.isEmpty ? scanFirstWord() : scanWord(isValue: isValue) {
                case .word(let word): words.append(word)
                case .unfinished(let opening): return .unfinished(opening)
                }
            }
        }
        return .words(words)
    }

    private enum Item {
        case word(CommandText.Word)
        case unfinished(Range<Int>)
    }

    /// A pasted constructor call, or the first word like any other.
    private mutating func scanFirstWord() -> Item {
        let start = position
        guard let bracket = openingBracketOfCall(from: start) else { return scanWord() }
        position = bracket
        guard skipBrackets() else { return .unfinished(bracket..<bracket + 1) }
        return .word(CommandText.Word(text: Sign.text(characters[start..<position]), range: start..<position))
    }

    private func openingBracketOfCall(from start: Int) -> Int? {
        func skipSpaces(_ index: inout Int) {
            while index < characters.count, characters[index] == " " || characters[index] == "\t" { index += 1 }
        }
        func name(_ index: inout Int) -> String {
            let first = index
            while index < characters.count, characters[index].isWordPart { index += 1 }
            return Sign.text(characters[first..<index])
        }
        var index = start
        var found = name(&index)
        skipSpaces(&index)
        if !PastedCall.names.contains(found), index < characters.count, characters[index] == "=" {
            index += 1
            skipSpaces(&index)
            found = name(&index)
            skipSpaces(&index)
        }
        guard PastedCall.names.contains(found), index < characters.count, characters[index] == "(" else { return nil }
        return index
    }

    /// Reads to the end of a word; where it is the value of an option, a bracket at its start holds it together.
    private mutating func scanWord(isValue: Bool = false) -> Item {
        let start = position
        var text: [Sign] = []
        var nameLength: Int?
        let startsQuoted = characters[start] == "\"" || characters[start] == "'"
        while position < characters.count {
            let character = characters[position]
            let opensValue = position == start || (nameLength != nil && characters[position - 1] == "=")
            if character.isWhitespace || character == ";" { break }
            if opensValue, nameLength != nil, isRawPrefix(position) {
                // Python's r'…': the quote that follows is read as it stands, so the letter says nothing more.
                position += 1
                guard let quoted = scanQuoted(isRaw: true) else { return .unfinished(start..<start + 1) }
                text += quoted
            } else if opensValue, character == "\"" || character == "'" {
                guard let quoted = scanQuoted() else { return .unfinished(start..<start + 1) }
                text += quoted
            } else if opensValue, nameLength != nil || isValue, character.opensBracket {
                let opening = position
                guard skipBrackets() else { return .unfinished(opening..<opening + 1) }
                text += characters[opening..<position]
            } else if character == "\\", position + 1 < characters.count, characters[position + 1].isProtected {
                text.append(characters[position + 1])
                position += 2
            } else if character == "\\", isLineEnd(position + 1) {
                break
            } else {
                if character == "=", nameLength == nil, !startsQuoted, Sign.isName(text) { nameLength = text.count }
                text.append(character)
                position += 1
            }
        }
        return .word(
            CommandText.Word(
                text: Sign.text(text[...]), range: start..<position, nameLength: nameLength, startsQuoted: startsQuoted)
        )
    }

    /// Reads from the opening quote past the closing one; `nil` where there is none.
    private mutating func scanQuoted(isRaw: Bool = false) -> [Sign]? {
        let quote = characters[position]
        var text: [Sign] = []
        var index = position + 1
        while index < characters.count {
            let character = characters[index]
            if character == quote {
                position = index + 1
                return text
            }
            if quote == "\"", !isRaw, character == "\\", index + 1 < characters.count,
                characters[index + 1] == "\"" || characters[index + 1] == "\\"
            {
                text.append(characters[index + 1])
                index += 2
            } else {
                text.append(character)
                index += 1
            }
        }
        return nil
    }

    /// Moves from an opening bracket past the one that closes it, over quotes inside; `false` where none does.
    private mutating func skipBrackets() -> Bool {
        var depth = 0
        var index = position
        while index < characters.count {
            let character = characters[index]
            if character.opensBracket {
                depth += 1
            } else if character == ")" || character == "]" || character == "}" {
                depth -= 1
            } else if character == "'" || character == "\"" {
                index += 1
                while index < characters.count, characters[index] != character {
                    index += characters[index] == "\\" ? 2 : 1
                }
            }
            index += 1
            if depth == 0 {
                position = min(index, characters.count)
                return true
            }
        }
        return false
    }

    private func isRawPrefix(_ index: Int) -> Bool {
        (characters[index] == "r" || characters[index] == "R") && index + 1 < characters.count
            && (characters[index + 1] == "'" || characters[index + 1] == "\"")
    }

    private func isBlank(_ index: Int) -> Bool {
        index >= characters.count || characters[index].isWhitespace
    }

    private func isLineEnd(_ index: Int) -> Bool {
        index >= characters.count || characters[index].isNewline
    }
}
