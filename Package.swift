// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built with the same rules; a warning is an error.
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// C23's `#embed` puts a plugin's table into the binary; Clang still calls it an extension.
let embedding: [CSetting] = [.unsafeFlags(["-Wno-c23-extensions"])]

/// Tables of names are read by every test that indexes, and unoptimized many times as slowly.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// GMime is loaded when mail is read: its headers are needed, its libraries not linked. A path with spaces would be
/// taken for several names; there they are linked after all.
let gmimeHeaders =
    Context.packageDirectory.contains(" ")
    ? "gmime-3.0" : Context.packageDirectory + "/plugins/formats/mail/Headers/gmime-headers.pc"

let package = Package(
    name: "dossier",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "dossier", targets: ["dossier-cli"]),
        .library(name: "Dossier", targets: ["Dossier", "SourceAdapters", "StandardPlugins", "PluginAPI"]),
    ],
    targets: [
        // Libraries of the system, each behind a module map.
        .systemLibrary(
            name: "CXXHash", path: "index/Libraries/xxhash", pkgConfig: "libxxhash",
            providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
        .systemLibrary(
            name: "CZstd", path: "index/Libraries/zstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(
            name: "CStemmer", path: "index/Libraries/stemmer",
            providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
        .systemLibrary(
            name: "CUTF8Proc", path: "index/Libraries/utf8proc",
            providers: [.apt(["libutf8proc-dev"]), .brew(["utf8proc"])]),
        .systemLibrary(
            name: "CLibXML2", path: "plugins/formats/html/Library", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CArchive", path: "Sources/Libraries/archive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
        .systemLibrary(
            name: "GMimeHeaders", path: "plugins/formats/mail/Headers", pkgConfig: gmimeHeaders,
            providers: [.apt(["libgmime-3.0-dev"]), .brew(["gmime"])]),
        .systemLibrary(
            name: "CCMark", path: "plugins/formats/markdown/Library", pkgConfig: "libcmark",
            providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),

        // Libraries behind a C face of ours.
        .target(
            name: "LanguageDetection", path: "index/Libraries/cld2", linkerSettings: [.linkedLibrary("cld2")]),
        .target(name: "WordBreaks", path: "index/Libraries/icu", linkerSettings: [.linkedLibrary("icuuc")]),

        // The index, lowest layer first.
        .target(name: "IndexKernels", path: "index/Kernels"),
        .target(
            name: "IndexStorage", dependencies: ["IndexKernels", "CXXHash"],
            path: "index/Storage", swiftSettings: rules),
        .target(
            name: "IndexAnalysis",
            dependencies: ["IndexKernels", "CStemmer", "CUTF8Proc", "LanguageDetection", "WordBreaks"],
            path: "index/Analysis", swiftSettings: rules),
        .target(
            name: "IndexCore", dependencies: ["IndexKernels", "IndexStorage", "IndexAnalysis", "CZstd"],
            path: "index/Core", swiftSettings: rules),
        .target(
            name: "IndexSearch",
            dependencies: ["IndexKernels", "IndexStorage", "IndexAnalysis", "IndexCore"],
            path: "index/Search", swiftSettings: rules),

        // Contracts, and where bytes come from.
        .target(name: "PluginAPI", swiftSettings: rules),
        .target(name: "SimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "ArchiveReading", dependencies: ["CArchive"], swiftSettings: rules),
        .target(name: "ProgramLauncher"),
        .target(
            name: "ExternalPrograms", dependencies: ["PluginAPI", "ProgramLauncher"], swiftSettings: rules),
        .target(name: "JSONValues", swiftSettings: rules),
        .target(
            name: "ProgramPlugins", dependencies: ["PluginAPI", "ExternalPrograms", "JSONValues"],
            swiftSettings: rules),
        .target(name: "PluginManifests", dependencies: ["PluginAPI", "JSONValues"], swiftSettings: rules),
        .target(name: "XMLReading", dependencies: ["CLibXML2"], swiftSettings: rules),
        .target(
            name: "SourceAdapters",
            dependencies: ["PluginAPI", "SimdJSON", "ArchiveReading", "XMLReading"], swiftSettings: rules),

        // Plugins.
        .target(
            name: "TextLibraries", path: "plugins/formats/text/Library",
            linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("uchardet")]),
        .target(
            name: "TextFormat", dependencies: ["PluginAPI", "TextLibraries"],
            path: "plugins/formats/text/Sources", swiftSettings: rules),
        .target(
            name: "HTMLFormat", dependencies: ["PluginAPI", "TextFormat", "CLibXML2"],
            path: "plugins/formats/html/Sources", swiftSettings: rules),
        .target(
            name: "MarkdownFormat", dependencies: ["PluginAPI", "TextFormat", "HTMLFormat", "CCMark"],
            path: "plugins/formats/markdown/Sources", swiftSettings: rules),
        .target(name: "MailLibrary", dependencies: ["GMimeHeaders"], path: "plugins/formats/mail/Library"),
        .target(
            name: "MailFormat", dependencies: ["PluginAPI", "TextFormat", "HTMLFormat", "MailLibrary"],
            path: "plugins/formats/mail/Sources", swiftSettings: rules),
        .target(
            name: "PDFFormat", dependencies: ["PluginAPI", "TextFormat", "ExternalPrograms"],
            path: "plugins/formats/pdf/Sources", swiftSettings: rules),
        .target(
            name: "OfficeFormat",
            dependencies: [
                "PluginAPI", "TextFormat", "HTMLFormat", "ArchiveReading", "XMLReading", "ExternalPrograms",
            ],
            path: "plugins/formats/office/Sources", swiftSettings: rules),
        .target(name: "GazetteerData", path: "plugins/gazetteer/Data", cSettings: embedding),
        .target(
            name: "Gazetteer",
            dependencies: ["PluginAPI", "PluginManifests", "IndexAnalysis", "GazetteerData"],
            path: "plugins/gazetteer/Sources", swiftSettings: rules + optimized),
        .target(
            name: "CountryData", dependencies: ["GazetteerData"], path: "plugins/facets/country/Data",
            cSettings: embedding),
        .target(
            name: "CountryFacet", dependencies: ["Gazetteer", "CountryData"],
            path: "plugins/facets/country/Sources", swiftSettings: rules),
        .target(
            name: "AllianceData", dependencies: ["GazetteerData"], path: "plugins/facets/alliance/Data",
            cSettings: embedding),
        .target(
            name: "AllianceFacet", dependencies: ["Gazetteer", "AllianceData"],
            path: "plugins/facets/alliance/Sources", swiftSettings: rules),
        .target(
            name: "OrganizationData", dependencies: ["GazetteerData"],
            path: "plugins/facets/organization/Data",
            cSettings: embedding),
        .target(
            name: "OrganizationFacet", dependencies: ["Gazetteer", "OrganizationData"],
            path: "plugins/facets/organization/Sources", swiftSettings: rules),
        .target(
            name: "RegionData", dependencies: ["GazetteerData"], path: "plugins/facets/region/Data",
            cSettings: embedding),
        .target(
            name: "RegionFacet", dependencies: ["Gazetteer", "RegionData"],
            path: "plugins/facets/region/Sources", swiftSettings: rules),
        .target(
            name: "PersonData", dependencies: ["GazetteerData"], path: "plugins/facets/person/Data",
            cSettings: embedding),
        .target(
            name: "PersonFacet", dependencies: ["PluginAPI", "Gazetteer", "GazetteerData", "PersonData"],
            path: "plugins/facets/person/Sources", swiftSettings: rules),
        .target(
            name: "PairFacet", dependencies: ["PluginAPI"], path: "plugins/facets/pair/Sources",
            swiftSettings: rules),
        .target(
            name: "StandardPlugins",
            dependencies: [
                "PluginAPI", "TextFormat", "HTMLFormat", "MarkdownFormat", "MailFormat", "PDFFormat",
                "OfficeFormat", "CountryFacet", "AllianceFacet", "OrganizationFacet", "RegionFacet",
                "PersonFacet", "PairFacet",
            ],
            swiftSettings: rules),

        // Plugins in folders.
        .target(
            name: "PluginConformance", dependencies: ["PluginAPI", "IndexAnalysis"], swiftSettings: rules),
        .target(
            name: "PluginLoading",
            dependencies: [
                "PluginAPI", "PluginManifests", "ProgramPlugins", "ExternalPrograms", "JSONValues",
                "Gazetteer",
                "PluginConformance",
            ],
            swiftSettings: rules),

        // How well pages are read.
        .target(
            name: "Evaluation", dependencies: ["PluginAPI", "SourceAdapters", "CUTF8Proc"],
            swiftSettings: rules),

        // What a user meets.
        .target(
            name: "Dossier",
            dependencies: [
                "IndexStorage", "IndexAnalysis", "IndexCore", "IndexSearch", "PluginAPI", "SourceAdapters",
            ],
            swiftSettings: rules),
        .target(name: "TerminalText", dependencies: ["Dossier"], swiftSettings: rules),
        .target(name: "TerminalMode"),
        .target(
            name: "DossierBrowse", dependencies: ["Dossier", "PluginAPI", "TerminalText", "TerminalMode"],
            swiftSettings: rules),
        .executableTarget(
            name: "dossier-cli",
            dependencies: [
                "Dossier", "DossierBrowse", "TerminalText", "Evaluation", "PluginAPI", "SourceAdapters",
                "StandardPlugins", "PluginLoading", "PluginManifests", "ExternalPrograms", "JSONValues",
            ],
            exclude: ["Documentation"], swiftSettings: rules),

        // Questions to real corpora.
        .executableTarget(
            name: "exactness",
            dependencies: [
                "Dossier", "StandardPlugins", "PluginAPI", "SourceAdapters", "IndexSearch", "SearchOracle",
            ],
            path: "Benchmarks/Exactness", swiftSettings: rules),
        .executableTarget(
            name: "dossier-bench", dependencies: ["Dossier", "PluginAPI", "SourceAdapters"],
            path: "Benchmarks/Protocol", swiftSettings: rules),
        .executableTarget(
            name: "gazetteer-bench", dependencies: ["Gazetteer", "IndexAnalysis", "PluginAPI"],
            path: "Benchmarks/Gazetteer", swiftSettings: rules),
        .executableTarget(
            name: "overlay-bench",
            dependencies: ["IndexAnalysis", "IndexCore", "IndexSearch", "IndexStorage"],
            path: "Benchmarks/Overlay", swiftSettings: rules),
        .executableTarget(
            name: "product-latency", dependencies: ["Dossier"], path: "Benchmarks/Product",
            swiftSettings: rules),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["IndexStorage"],
            path: "Tests/TestSupport", swiftSettings: rules),
        .target(
            name: "SearchOracle",
            dependencies: ["PluginAPI", "IndexAnalysis", "IndexCore", "IndexSearch"],
            path: "Tests/SearchOracle", swiftSettings: rules),
        .testTarget(
            name: "IndexStorageTests", dependencies: ["IndexStorage", "TestSupport"], swiftSettings: rules),
        .testTarget(
            name: "IndexAnalysisTests", dependencies: ["IndexAnalysis"], swiftSettings: rules),
        .testTarget(
            name: "IndexCoreTests",
            dependencies: ["IndexCore", "IndexStorage", "IndexAnalysis", "IndexKernels", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "IndexSearchTests",
            dependencies: ["IndexSearch", "IndexCore", "IndexStorage", "IndexAnalysis", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "SourceAdaptersTests", dependencies: ["SourceAdapters", "PluginAPI", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "EvaluationTests", dependencies: ["Evaluation", "PluginAPI", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "ExternalProgramsTests", dependencies: ["ExternalPrograms"], swiftSettings: rules),
        .testTarget(name: "JSONValuesTests", dependencies: ["JSONValues"], swiftSettings: rules),
        .testTarget(
            name: "ProgramPluginsTests",
            dependencies: ["ProgramPlugins", "PluginAPI", "ExternalPrograms", "JSONValues"],
            swiftSettings: rules),
        .testTarget(
            name: "PluginLoadingTests",
            dependencies: [
                "PluginLoading", "PluginManifests", "PluginAPI", "TextFormat", "PluginConformance",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "TextFormatTests",
            dependencies: ["TextFormat", "PluginAPI", "PluginConformance", "TestSupport"],
            path: "plugins/formats/text/Tests", exclude: ["Samples"], swiftSettings: rules),
        .testTarget(
            name: "HTMLFormatTests", dependencies: ["HTMLFormat", "PluginAPI", "PluginConformance"],
            path: "plugins/formats/html/Tests", swiftSettings: rules),
        .testTarget(
            name: "MarkdownFormatTests", dependencies: ["MarkdownFormat", "PluginAPI", "PluginConformance"],
            path: "plugins/formats/markdown/Tests", swiftSettings: rules),
        .testTarget(
            name: "MailFormatTests", dependencies: ["MailFormat", "PluginAPI", "PluginConformance"],
            path: "plugins/formats/mail/Tests", swiftSettings: rules),
        .testTarget(
            name: "PDFFormatTests",
            dependencies: ["PDFFormat", "PluginAPI", "PluginConformance", "ExternalPrograms"],
            path: "plugins/formats/pdf/Tests", swiftSettings: rules),
        .testTarget(
            name: "OfficeFormatTests",
            dependencies: [
                "OfficeFormat", "PluginAPI", "PluginConformance", "ExternalPrograms", "TestSupport",
            ],
            path: "plugins/formats/office/Tests", swiftSettings: rules),
        .testTarget(
            name: "GazetteerTests",
            dependencies: ["Gazetteer", "PluginAPI", "PluginConformance", "TestSupport"],
            path: "plugins/gazetteer/Tests", swiftSettings: rules),
        .testTarget(
            name: "CountryFacetTests",
            dependencies: ["CountryFacet", "Gazetteer", "PluginAPI", "PluginConformance"],
            path: "plugins/facets/country/Tests", swiftSettings: rules),
        .testTarget(
            name: "AllianceFacetTests",
            dependencies: ["AllianceFacet", "Gazetteer", "PluginAPI", "PluginConformance"],
            path: "plugins/facets/alliance/Tests", swiftSettings: rules),
        .testTarget(
            name: "OrganizationFacetTests",
            dependencies: ["OrganizationFacet", "Gazetteer", "PluginAPI", "PluginConformance"],
            path: "plugins/facets/organization/Tests", swiftSettings: rules),
        .testTarget(
            name: "PersonFacetTests",
            dependencies: [
                "PersonFacet", "CountryFacet", "OrganizationFacet", "Gazetteer", "PluginAPI",
                "PluginConformance",
            ],
            path: "plugins/facets/person/Tests", swiftSettings: rules),
        .testTarget(
            name: "RegionFacetTests",
            dependencies: ["RegionFacet", "Gazetteer", "PluginAPI", "PluginConformance"],
            path: "plugins/facets/region/Tests", swiftSettings: rules),
        .testTarget(
            name: "PairFacetTests",
            dependencies: [
                "PairFacet", "Gazetteer", "CountryFacet", "AllianceFacet", "PluginAPI",
                "PluginConformance",
            ],
            path: "plugins/facets/pair/Tests", swiftSettings: rules),
        .testTarget(
            name: "DossierTests",
            dependencies: [
                "Dossier", "StandardPlugins", "PluginAPI", "SourceAdapters", "IndexStorage", "IndexCore",
                "IndexSearch", "IndexAnalysis", "Gazetteer", "PluginConformance", "SearchOracle",
                "TestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "DossierBrowseTests",
            dependencies: [
                "DossierBrowse", "Dossier", "StandardPlugins", "PluginAPI", "SourceAdapters", "TerminalText",
                "TestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "DossierCLITests",
            dependencies: [
                "dossier-cli", "Dossier", "TerminalText", "StandardPlugins", "PluginAPI", "SourceAdapters",
                "IndexStorage", "IndexCore", "JSONValues", "TestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "RepositoryTests",
            dependencies: [
                "StandardPlugins", "PluginAPI", "Dossier", "IndexCore", "IndexStorage", "IndexAnalysis",
                "TestSupport", "PluginConformance", "TextFormat", "HTMLFormat",
            ],
            swiftSettings: rules),
    ],
    cxxLanguageStandard: .cxx17
)
