/// skops' form of scikit-learn models: a ZIP archive of `schema.json` and one `.npy` file an array.
///
/// What is written is protocol 2, which `skops.io.load` of 0.16 opens as an `SGDClassifier` without asking to trust any
/// type: `schema.json` names scikit-learn's own class, numbers and texts, and nothing else. The classifier goes on where
/// refit's stopped: it has every parameter, `classes_`, `coef_`, `intercept_`, `t_`, `n_iter_` where it is known,
/// `n_features_in_`, and the four arrays of averaging.
///
/// scikit-learn holds some arrays under two names, and a later `partial_fit` that changes one changes the other. Where
/// both have one shape they are one array here too; the weights of two classes are not, since `coef_` has an axis more
/// than `_standard_coef`, and scikit-learn makes `coef_` anew from it in every call.
///
/// The vectorizer, watermarks and who wrote the file are in an attribute that scikit-learn carries along
/// (``RefitAttribute``). The same model makes the same bytes.
package enum SkopsFile {
    /// The version of skops' schema.
    static let `protocol` = 2
    /// The skops whose files these are like.
    package static let skopsVersion = "0.16.0"
    /// The scikit-learn whose attributes the classifier has.
    package static let sklearnVersion = "1.9.1"
}
