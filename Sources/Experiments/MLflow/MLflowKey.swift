import Files

/// Names of parameters, metrics and tags, each of which is the name of a file in MLflow's folders.
///
/// MLflow takes letters, digits and `_-. /:`, up to 250; a `/` makes folders. Only ASCII of it is used here and no `/`, so
/// that a name never leads elsewhere and always fits into a file system.
struct MLflowKey {
    /// The longest name.
    static let longest = 250

    private var owners: [String: String] = [:]

    /// The name for a figure's key: `classes.0.f1` for `classes[0].f1`.
    ///
    /// What MLflow does not take becomes `_`. Two keys never share a name: one that comes after another with the same
    /// name, or is too long, ends with eight digits of its digest.
    mutating func name(for key: String) -> String {
        var name = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", ":", " ": name.unicodeScalars.append(scalar)
            case "[": name += "."
            case "]": break
            default: name += "_"
            }
        }
        // Neither a hidden file nor a way up, and nothing that a path's normal form would change.
        if name.first.map({ ". ".contains($0) }) ?? true { name = "_" + name.dropFirst() }
        if name.count > Self.longest || owners[name].map({ $0 != key }) ?? false {
            var hasher = SHA256Hasher()
            hasher.update(key)
            name = "\(name.prefix(Self.longest - 9))-\(hasher.finishHex().prefix(8))"
        }
        owners[name] = key
        return name
    }
}
