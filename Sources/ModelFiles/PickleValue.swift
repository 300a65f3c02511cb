/// What an opcode of a pickle has put on the stack: data alone, nothing that could be called.
indirect enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Bytes of the file.
    case bytes(Range<Int>)
    /// Bytes that were written as a text of Latin-1, as protocol 2 does.
    case latin1([UInt8])
    case tuple([PickleValue], depth: Int)
    case list(Container)
    case mapping(Container)
    /// A name that is on the list of those that are understood; never looked up.
    case global(String)
    case dtype(Container)
    case array(Container)
    case model(Container)
    case loss

    /// A value that opcodes add to after they have made it, known to all who hold it.
    final class Container {
        /// The byte of the file at which it was made.
        let offset: Int
        /// The elements of a list; keys and values of a mapping in turns; the arguments that an object was made from.
        var items: [PickleValue] = []
        /// The state that BUILD gave it, once.
        var state: PickleValue?
        /// How deep it nests.
        var depth = 1

        init(offset: Int, items: [PickleValue] = []) {
            self.offset = offset
            self.items = items
        }
    }

    /// How deep the value nests; 0 for one that holds no others.
    var depth: Int {
        switch self {
        case .tuple(_, let depth): depth
        case .list(let box), .mapping(let box), .dtype(let box), .array(let box), .model(let box): box.depth
        default: 0
        }
    }

    /// The text that it is.
    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
