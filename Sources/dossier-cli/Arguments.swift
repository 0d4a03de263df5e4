import Dossier
import PluginLoading
import SourceAdapters

/// What the options and words of a command line say; each command reads what concerns it.
struct Arguments: Sendable {
    /// Words that are neither options nor their values.
    var operands: [String] = []
    /// Folder of the index, when one was named.
    var index: String?
    var overlay = Overlay.standard
    /// Filters and the like; the words of the query are put in by the command.
    var request = SearchRequest("")
    var limit: Int?
    var source = SourceOptions()
    var indexing = IndexOptions()
    var order = DocumentOrder.similarity
    /// Folders that are a plugin, or hold plugins.
    var pluginFolders: [String] = []
    var pluginOptions: [PluginOption] = []
    /// The plugin to begin.
    var skeleton: (kind: PluginSkeleton.Kind, name: String)?
    var isJSON = false
    var isQuiet = false
    var isPlain = false
    var showsFacets = false
    /// Of `eval`: how many of the worst pages to list; the facet, and whether what documents are about counts, not all that they name.
    var evaluatedFacet: String?
    var worst = 0
    var countsSubjects = false
    /// Of `eval ranking`: whether each query is printed, and the file for what was found.
    var listsQueries = false
    var runFile: String?
    /// Of `actors`.
    var period = TimelinePeriod.year
    var draws = false
    var isCSV = false
    /// Facets to be found; nil for all.
    var chosenFacets: [String]?
    var exceptedValues: Set<String> = []
    var asksForHelp = false
}

/// A command line that cannot be understood, in words for its author.
struct UsageError: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
