// swift-tools-version: 6.3
import PackageDescription

/// The settings every target of the project is compiled with.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// One stage of the way from files to a model, which may use the stages named in `from` and nothing else.
func stage(_ name: String, from dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// The tests of the stage `name`, which may also use the stages named in `with` and read the files in `data`.
func tests(of name: String, with dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name), "TestSupport"] + dependencies,
        exclude: data,
        swiftSettings: house)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "refit",
    products: [.executable(name: "refit", targets: ["refit"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CMemory"),
        .systemLibrary(name: "CSyncFile"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CGSL", providers: [.apt(["libgsl-dev"])]),
        .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
        .target(name: "CSignals"),
        .target(name: "CProcessors"),
        .target(name: "CText"),
        .target(name: "CFeatures"),
        .target(name: "CLearning"),
        .target(name: "CReadAhead", dependencies: [sqlite]),

        // What every stage may use: plain values, random numbers, bytes on disk.
        stage("Values", from: ["CProcessors"]),
        stage("RandomNumbers"),
        stage("Files", from: ["Values", "COpenSSL", "CMemory", "CSyncFile"]),

        // The stages, in the data's order.
        stage("Text", from: ["Values", "CText"]),
        stage("Features", from: ["Values", "Text", "CFeatures"]),
        stage("Learning", from: ["Values", "RandomNumbers", "Features", "CLearning"]),
        stage("Datasets", from: ["Values", "RandomNumbers", "Files", "Text", "CText", grdb, sqlite]),
        stage("Feedback", from: ["Values", "Files", "CReadAhead", grdb, sqlite]),
        stage("ModelFiles", from: ["Values", "Files", "Text", "Features", "Learning", "CZlib"]),
        // The application's own files are those of the experiment, behind a link, compiled in.
        .target(
            name: "Flask", dependencies: ["Values", "Files", "Text", "Features", "Feedback", "ModelFiles"],
            resources: [
                "app.py", "README.md", "requirements.txt", "static/style.css", "templates/base.html",
                "templates/form.html", "templates/results.html", "templates/thanks.html", "vectorizer.py",
            ].map { .embedInCode("Application/\($0)") },
            swiftSettings: house),
        stage(
            "Training",
            from: ["Values", "Files", "Text", "Features", "Learning", "Datasets", "Feedback", "ModelFiles"]),
        stage(
            "Experiments",
            from: [
                "Values", "RandomNumbers", "Files", "Text", "Features", "Learning", "Datasets", "Feedback",
                "ModelFiles",
                "Training", "CGSL",
            ]),
        stage("Plots", from: ["Values"]),
        stage(
            "Notebook",
            from: [
                "Values", "Files", "Text", "Features", "Learning", "Datasets", "Feedback", "ModelFiles", "Training",
                "Experiments", "Plots", "Flask", argumentParser,
            ]),
        stage("Shell", from: ["Values", "Notebook", "CReadline", "CSignals"]),
        .executableTarget(
            name: "refit", dependencies: ["Values", "Files", "Feedback", "Experiments", "Notebook", "Shell"],
            swiftSettings: house),
        // Rows out of SQLite without learning, for the benchmarks.
        .executableTarget(
            name: "FeedbackRows", dependencies: ["Feedback"], path: "experiments/benchmarks/FeedbackRows",
            swiftSettings: house),
        // The way from a file to weights, stage by stage, for the benchmarks.
        .executableTarget(
            name: "Stages", dependencies: ["Values", "Text", "Features", "Learning", "Datasets"],
            path: "experiments/benchmarks/Stages", swiftSettings: house),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
        tests(of: "Values", with: ["CProcessors"]),
        tests(of: "RandomNumbers"),
        tests(of: "Files", with: ["Values"]),
        tests(of: "Text", with: ["Values", "Files", "CText"]),
        tests(of: "Features", with: ["Values", "Files", "Text", "CFeatures"]),
        tests(of: "Learning", with: ["Values", "RandomNumbers", "Features", "CLearning"]),
        tests(of: "Datasets", with: ["Values", "RandomNumbers", "Files", "Text", "CText", grdb]),
        tests(of: "Feedback", with: ["Values", "Files", "CReadAhead", grdb, sqlite]),
        tests(of: "ModelFiles", with: ["Values", "Files", "Text", "Features", "Learning"], data: ["Golden"]),
        tests(of: "Flask", with: ["Values", "Text", "Features", "Feedback", "Learning", "ModelFiles"]),
        tests(
            of: "Training",
            with: ["Values", "Files", "Text", "Features", "Learning", "Datasets", "Feedback", "ModelFiles", grdb],
            data: ["Golden"]),
        tests(
            of: "Experiments",
            with: [
                "Values", "RandomNumbers", "Files", "Text", "Features", "Learning", "Datasets", "Feedback",
                "ModelFiles",
            ]),
        tests(of: "Plots", with: ["Values"], data: ["Pictures"]),
        tests(
            of: "Notebook",
            with: [
                "Values", "Files", "Text", "Features", "Learning", "Datasets", "ModelFiles", "Training", "Experiments",
                "Plots",
            ],
            data: ["Transcripts"]),
        tests(of: "Shell", with: ["Values", "Notebook", "refit", grdb]),
    ],
    swiftLanguageModes: [.v6]
)

/// The targets whose decoders take bytes from strangers.
let fuzzed: [Target.Dependency] = [
    "Values", "Files", "Text", "Features", "Learning", "Datasets", "ModelFiles", "Experiments", "Notebook",
]
// scripts/fuzz builds the decoders as a program that libFuzzer drives; all other builds have them as tests.
if Context.environment["REFIT_FUZZ"] == nil {
    package.targets.append(
        .testTarget(
            name: "FuzzTests", dependencies: fuzzed, exclude: ["Entry.swift", "Findings"],
            swiftSettings: house))
} else {
    package.targets.removeAll { $0.type == .test }
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: fuzzed, path: "Tests/FuzzTests", exclude: ["FindingsTests.swift", "Findings"],
            swiftSettings: house + [.unsafeFlags(["-parse-as-library"])]))
}
