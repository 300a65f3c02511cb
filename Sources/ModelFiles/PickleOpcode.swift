/// The opcodes of pickle protocols 0 to 5, by their bytes, in the order of Python's `pickletools`.
enum PickleOpcode: UInt8, CaseIterable {
    case int = 0x49
    case binint = 0x4A
    case binint1 = 0x4B
    case binint2 = 0x4D
    case long = 0x4C
    case long1 = 0x8A
    case long4 = 0x8B
    case string = 0x53
    case binstring = 0x54
    case shortBinstring = 0x55
    case binbytes = 0x42
    case shortBinbytes = 0x43
    case binbytes8 = 0x8E
    case bytearray8 = 0x96
    case nextBuffer = 0x97
    case readonlyBuffer = 0x98
    case none = 0x4E
    case newtrue = 0x88
    case newfalse = 0x89
    case unicode = 0x56
    case shortBinunicode = 0x8C
    case binunicode = 0x58
    case binunicode8 = 0x8D
    case float = 0x46
    case binfloat = 0x47
    case emptyList = 0x5D
    case append = 0x61
    case appends = 0x65
    case list = 0x6C
    case emptyTuple = 0x29
    case tuple = 0x74
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case emptyDict = 0x7D
    case dict = 0x64
    case setitem = 0x73
    case setitems = 0x75
    case emptySet = 0x8F
    case additems = 0x90
    case frozenset = 0x91
    case pop = 0x30
    case dup = 0x32
    case mark = 0x28
    case popMark = 0x31
    case get = 0x67
    case binget = 0x68
    case longBinget = 0x6A
    case put = 0x70
    case binput = 0x71
    case longBinput = 0x72
    case memoize = 0x94
    case ext1 = 0x82
    case ext2 = 0x83
    case ext4 = 0x84
    case global = 0x63
    case stackGlobal = 0x93
    case reduce = 0x52
    case build = 0x62
    case inst = 0x69
    case obj = 0x6F
    case newobj = 0x81
    case newobjEx = 0x92
    case proto = 0x80
    case stop = 0x2E
    case frame = 0x95
    case persid = 0x50
    case binpersid = 0x51

    /// What `pickletools` calls it, such as `SHORT_BINUNICODE`.
    var name: String {
        "\(self)".map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
    }

    /// What stands behind an opcode.
    enum Argument: Equatable {
        /// A whole number of so many bytes, little-endian; with a sign or without.
        case number(Int, isSigned: Bool = false)
        /// A float64, big-endian.
        case real
        /// A length of so many bytes, and as many bytes of what it says.
        case counted(Int, Content)
        /// So many lines, each up to its line feed.
        case lines(Int)
    }

    /// What counted bytes are.
    enum Content {
        case text
        case bytes
        case integer
    }

    /// What stands behind it; `nil` for nothing.
    var argument: Argument? {
        switch self {
        case .binint1, .binget, .binput, .ext1, .proto: .number(1)
        case .binint2, .ext2: .number(2)
        case .binint, .ext4: .number(4, isSigned: true)
        case .longBinget, .longBinput: .number(4)
        case .frame: .number(8)
        case .binfloat: .real
        case .long1: .counted(1, .integer)
        case .long4: .counted(4, .integer)
        case .shortBinunicode, .shortBinstring: .counted(1, .text)
        case .binunicode, .binstring: .counted(4, .text)
        case .binunicode8: .counted(8, .text)
        case .shortBinbytes: .counted(1, .bytes)
        case .binbytes: .counted(4, .bytes)
        case .binbytes8, .bytearray8: .counted(8, .bytes)
        case .int, .long, .float, .string, .unicode, .get, .put, .persid: .lines(1)
        case .global, .inst: .lines(2)
        default: nil
        }
    }
}
