/// A word that a student of the tutorial will try, and what refit has for it.
package struct HelpTopic: Sendable {
    /// The words that lead here, without regard to case.
    package var words: [String]
    /// What to say.
    package var text: String

    /// The topic of a word, or `nil`.
    package static func find(_ word: String) -> HelpTopic? {
        let wanted = word.lowercased().filter { $0.isLetter || $0.isNumber }
        return all.first { topic in
            topic.words.contains { $0.lowercased().filter { $0.isLetter || $0.isNumber } == wanted }
        }
    }

    /// All topics.
    package static let all: [HelpTopic] = [
        HelpTopic(
            words: ["CountVectorizer", "vocabulary_", "get_feature_names_out"],
            text: """
                CountVectorizer learns a vocabulary and needs all documents at once. refit learns out of core, so it has
                HashingVectorizer, which needs no vocabulary:
                  vectorizer norm=None alternate_sign=False     # plain counts, as CountVectorizer makes
                  transform the words of one text               # the columns and values
                  explain the words of one text                 # the words behind each column
                """),
        HelpTopic(
            words: ["TfidfVectorizer", "TfidfTransformer", "tf-idf", "idf"],
            text: """
                Inverse document frequencies need all documents before the first is learned; refit learns out of core
                and has none. HashingVectorizer with norm='l2' (the default) comes near it on reviews, and stop words
                take away most of what idf would weigh down:
                  vectorizer --stop-words english --ngram-range 1,2 --n-features 2^21
                """),
        HelpTopic(
            words: ["GridSearchCV", "RandomizedSearchCV", "cross_val_score", "train_test_split"],
            text: """
                Settings are compared on rows that were held out, named by Python slices:
                  load reviews.csv --shuffle --random-state 0
                  classifier alpha=1e-5 ; fit reviews --rows :3000 ; score reviews --rows 3000:
                  classifier alpha=1e-4 ; fit reviews --rows :3000 ; score reviews --rows 3000:
                """),
        HelpTopic(
            words: ["pickle", "pickle.dump", "pickle.load", "joblib", "classifier.pkl", "dump"],
            text: """
                A pickle is a program that runs when it is opened. refit reads scikit-learn's as data and executes nothing;
                it writes safetensors, which hold only numbers and settings, and pickles for scikit-learn:
                  export models/movies.safetensors
                  export classifier.pkl
                  inspect classifier.pkl
                joblib's files are refused: save them again with pickle.dump, or with skops.
                """),
        HelpTopic(
            words: ["HashingVectorizer"],
            text: """
                The settings of scikit-learn's class are options of the vectorizer command; a pasted call works, too:
                  HashingVectorizer(decode_error='ignore', n_features=2**21, preprocessor=None, tokenizer=tokenizer)
                  vectorizer tutorial
                help vectorizer lists the settings.
                """),
        HelpTopic(
            words: ["SGDClassifier", "LogisticRegression"],
            text: """
                The settings of scikit-learn's class are options of the classifier command; a pasted call works, too:
                  SGDClassifier(loss='log_loss', random_state=1)
                With loss='log_loss' it is logistic regression learned by stochastic gradient descent.
                help classifier lists the settings.
                """),
        HelpTopic(
            words: ["fetchone", "fetchmany", "fetchall", "cursor"],
            text: """
                The three ways of reading the feedback database, as of Python's cursors:
                  update --fetch fetchone                      # one row, one partial_fit: slow, little memory
                  update --fetch fetchmany --batch-size 10000  # the default
                  update --fetch fetchall                      # every row in memory, one partial_fit
                The batch is also the window inside which rows are shuffled (classifier --shuffle).
                """),
        HelpTopic(
            words: ["update_model", "review_db", "sqlite", "sqlite3", "feedback database"],
            text: """
                The tutorial's table review_db(review, sentiment, date) stands as it is. update applies the rows that
                the model has not seen, once:
                  feedback open reviews.sqlite
                  feedback status
                  update --batch-size 10000
                From bash, reading the model and writing it again in one step:
                  refit update --model movies.safetensors --db reviews.sqlite
                """),
        HelpTopic(
            words: ["predict_proba", "decision_function", "coef_", "intercept_"],
            text: """
                predict TEXT shows the label with its probability (loss log_loss or modified_huber), explain TEXT the
                weight of each word and the margin, inspect PATH the strongest weights of a file.
                predict --dataset NAME --to FILE writes label, probabilities and decision function of many documents.
                """),
        HelpTopic(
            words: ["PorterStemmer", "stemming", "tokenizer_porter", "tokenizer", "stopwords", "nltk"],
            text: """
                Tokenizers go by name: default (runs of word characters), tutorial (tags out, emoticons kept, 127 stop
                words) and porter (white space, then Porter's stems):
                  vectorizer --tokenizer porter --stop-words tutorial
                  tokens runners like running and thus they run
                """),
        HelpTopic(
            words: ["pandas", "read_csv", "DataFrame", "pyprind", "aclImdb", "movie_data.csv"],
            text: """
                load takes CSV, TSV, JSON Lines, the aclImdb folder and SQLite tables, and streams them:
                  load movie_data.csv --as movies --shuffle --random-state 0
                  load aclImdb --as movies --shuffle --random-state 0
                Long work shows a progress bar by itself.
                """),
        HelpTopic(
            words: ["stream_docs", "get_minibatch", "minibatch", "out-of-core", "partial_fit loop"],
            text: """
                fit streams the rows and makes one partial_fit a batch, which is the tutorial's loop in one line:
                  fit movies --rows :45000 --batch-size 1000
                  partial-fit movies --rows 45000: --batch-size 1000
                """),
        HelpTopic(
            words: ["MultinomialNB", "Pipeline", "make_pipeline", "LinearSVC", "Perceptron", "SVM"],
            text: """
                refit has one learner, SGDClassifier, whose loss makes it one or another; the vectorizer stands before it
                without a pipeline:
                  classifier loss=hinge         # a linear support vector machine
                  classifier loss=log_loss      # logistic regression
                  classifier loss=perceptron    # a perceptron
                """),
        HelpTopic(
            words: [
                "accuracy", "accuracy_score", "roc_auc", "log loss", "confusion_matrix", "classification_report", "f1",
            ],
            text: """
                score NAME shows accuracy, log loss, ROC AUC, and for each class precision, recall, F1 and its row of the
                confusion matrix. Score rows that were not learned:
                  score reviews --rows 3000:
                """),
        HelpTopic(
            words: ["watermark", "exactly once", "duplicate feedback"],
            text: """
                The watermark says which rows of which database a model has learned: the last row, how many, and a digest
                of every 4,096. It stands inside the model file, so that weights and watermark change together.
                  feedback status    # applied, pending, refused, changed
                  inspect PATH       # the watermarks of a file
                """),
        HelpTopic(
            words: ["collision", "hash collision", "alternate_sign", "minus"],
            text: """
                Two words that hash to one column share its weight; explain says when two words of a text do. The minus
                before a word in explain means that the hash gives it the value -1 (alternate_sign), so that words which
                collide cancel on average instead of adding up. More columns mean fewer collisions:
                  vectorizer --n-features 2^21
                """),
        HelpTopic(
            words: ["matplotlib", "pyplot", "plt", "seaborn", "learning_curve", "ConfusionMatrixDisplay"],
            text: """
                plot draws figures of the session or of a run here, or writes them as SVG:
                  plot curve                      # accuracy while learning
                  plot confusion --to matrix.svg
                  plot orders experiments/feedback
                help plot lists the pictures.
                """),
        HelpTopic(
            words: ["numpy", "np", "import"],
            text: """
                refit needs no imports. Arrays of labels may be written as in Python where a command takes them:
                  fit reviews classes=np.array([0, 1])
                """),
        HelpTopic(
            words: ["Ctrl-C", "interrupt", "Ctrl-D", "history", "Tab"],
            text: """
                Ctrl-C drops the line, or stops the running command at the next batch and leaves the model as it was;
                pressed three times in a row it ends refit. Ctrl-D on an empty line ends the session. The arrow keys and
                Ctrl-R go through the history, Tab completes.
                """),
        HelpTopic(
            words: ["run", "script", "json", "bash", "cron"],
            text: """
                A script holds commands, one a line; from bash:
                  refit run experiment.refit
                  refit -c 'load reviews.csv --as r; fit r' --mode json
                  refit update --model movies.safetensors --db reviews.sqlite
                save session.refit writes this session as such a script.
                """),
        HelpTopic(
            words: ["exit", "bye", "leave", ":q"],
            text: "quit, or Ctrl-D on an empty line, ends the session. export writes the model first."),
        HelpTopic(
            words: ["print", "head", "ls"],
            text: "show NAME shows the first rows of a dataset, datasets what is loaded, cells what has run."),
        HelpTopic(
            words: ["quotes", "quoting", "semicolon", "comments"],
            text: """
                A text may stand as it is: predict I don't like it. Quotes keep spaces, semicolons and dashes:
                  predict "slow; dull -- and far too long"
                ; separates commands, # begins a comment, \\ at the end of a line continues it, and a name=value in
                Python's spelling is an option: fit reviews batch_size=500
                """),
    ]
}
