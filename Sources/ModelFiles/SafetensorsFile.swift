/// refit's own form of model files: safetensors, which Python's `safetensors` package opens too.
///
/// Tensors, in this order, each at a multiple of eight bytes from the file's start:
///
/// | tensor | kind | shape |
/// |---|---|---|
/// | `t_` | F64 | [] |
/// | `classes_` | I64 | [K]; only where the labels are whole numbers |
/// | `coef_` | F64 | [1, n_features] for two classes, else [K, n_features] |
/// | `intercept_` | F64 | [1] or [K] |
/// | `_standard_coef`, `_average_coef` | F64 | [n_features] for two classes, else [K, n_features]; only with averaging |
/// | `_standard_intercept`, `_average_intercept` | F64 | [1] or [K]; only with averaging |
///
/// scikit-learn holds some of these arrays under two names, and what happens to one then happens to the other. Such
/// an array is stored once, under the first name above; `aliases` in the metadata says which other name it has.
///
/// `__metadata__` holds, as texts: `refit_format`, `written_by`, `n_iter_`, `model_digest` (see ``ModelDigest``);
/// as JSON in a text: `classifier` and `vectorizer` (every setting by scikit-learn's name), `classes` (where the
/// labels are texts or truth values), `aliases`, `class_count_` (how many documents of each class were learned; only where it
/// is known), `watermarks`, and `watermarks_sha256` over that text. Names beyond these are ignored.
///
/// The same model makes the same bytes. A model is used only when every byte of its file has been accounted for: the
/// arrays and settings by `model_digest` (when they are first used, see ``ModelIdentity``), the watermarks by their own
/// digest, `class_count_` by its sum, which `t_` counts too, the layout by the header's checks.
package enum SafetensorsFile {
    /// Whether a text can be the name of the program that wrote a file: short, and safe to show in a terminal.
    static func isProgramName(_ text: String) -> Bool {
        text.utf8.count <= 200 && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// The names under `__metadata__`.
    enum Metadata: String, CaseIterable {
        case format = "refit_format"
        case writtenBy = "written_by"
        case epochs = "n_iter_"
        case classifier
        case vectorizer
        case classes
        case aliases
        case classCounts = "class_count_"
        case watermarks
        case watermarksDigest = "watermarks_sha256"
        case digest = "model_digest"
    }
}
