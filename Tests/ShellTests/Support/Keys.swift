/// The keys that have no letter.
enum Key {
    static let tab = "\t"
    static let enter = "\r"
    static let escape = "\u{1B}"
    static let up = "\u{1B}[A"
    static let controlA = "\u{01}"
    static let controlC = "\u{03}"
    static let controlD = "\u{04}"
    static let controlR = "\u{12}"
    static let controlX = "\u{18}"
    static let controlZ = "\u{1A}"
}
