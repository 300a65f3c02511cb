/// What an opcode of a pickle has put on the stack: data alone, nothing that could be called.
///
/// Values that hold others are numbers of ``PickleObject``s, so that one value, however often it is held and whatever it
/// holds, is there once, and letting go of it takes no recursion.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Bytes of the file.
    case bytes(Range<Int>)
    /// A text of Python 2, which may be bytes: those of the file, and the text where they are UTF-8.
    case string(Range<Int>, String?)
    /// Bytes that were written as a text of Latin-1, as protocol 2 does; not yet known to be one.
    case latin1(String)
    case tuple(Int)
    case list(Int)
    case mapping(Int)
    case set(Int)
    /// A name that is on the list of those that are understood; never looked up.
    case global(String)
    case dtype(Int)
    case array(Int)
    case model(Int)
    case loss

    /// The text that it is.
    var text: String? {
        switch self {
        case .text(let text): text
        case .string(_, let text): text
        default: nil
        }
    }
}

/// What a value holds that holds others.
struct PickleObject {
    /// The byte of the file at which it was made.
    let offset: Int
    /// The elements of a tuple, a list or a set; keys and values of a mapping in turns; the arguments that an object was
    /// made from.
    var items: [PickleValue] = []
    /// The state that BUILD gave it, once.
    var state: PickleValue?
}
