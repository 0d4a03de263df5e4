import Dossier
import PluginAPI
import SourceAdapters

/// The field of the corpus's records that states facet values, and the facet's name.
let facetName = "facets"

/// Indexes a corpus of JSON lines as the peers do: words with positions, and the id alone to be returned.
func buildIndex(_ options: Options) throws {
    let analyzer = options.text("analyzer", default: "simple")
    var mapping = FieldMapping()
    var index = IndexOptions()
    if analyzer == "simple" {
        mapping.title = []
        index.schema = Schema(
            fields: [.init("text", zones: [.body])], analyzer: analyzer, storesDocuments: false)
    } else {
        mapping.text = ["body"]
        index.schema = Schema(
            fields: [.init("title", zones: [.title]), .init("body", zones: [.body])], analyzer: analyzer,
            storesDocuments: false)
    }
    if options.number("facets") == 1 { index.schema.facetFields = [FacetField(facetName)] }
    index.threadCount = options.number("threads")
    index.mergesToOne = options.number("merge") == 1
    if let megabytes = options.number("mem-mb") {
        index.memoryBudgetBytes = megabytes << 20
        index.runByteCount = megabytes << 16
    }
    if let kilobytes = options.number("run-kb") { index.runByteCount = kilobytes << 10 }
    let source = JSONLinesSource(path: try options.text("corpus"), mapping: mapping)
    let path = try options.text("index") + "/index"
    let report = try indexSources([source], at: path, plugins: benchmarkPlugins, options: index)
    if options.number("reorder") == 1 {
        var optimizing = OptimizeOptions()
        optimizing.order = .similarity
        optimizing.threadCount = index.threadCount
        try optimizeIndex(at: path, options: optimizing)
    }
    print("{\"docs\":\(report.documentCount)}")
}

/// What every index of a benchmark is built with.
let benchmarkPlugins = PluginSet(formats: [RecordFormat()], facets: [])

/// Takes a record's text as it is.
struct RecordFormat: FormatPlugin {
    var manifest: PluginManifest {
        PluginManifest(name: "record", kind: .format, version: 1, summary: "The text of a record as it is.")
    }

    func confidence(for input: FormatInput) -> Int { 100 }

    func read(_ input: FormatInput) throws(FormatError) -> Document {
        var document = Document(identifier: input.identifier)
        document.append(.title, (input.known.title ?? "").utf8)
        document.append(.body, input.bytes)
        return document
    }
}
