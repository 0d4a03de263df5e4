import Dossier
import PluginAPI
import PluginLoading
import SourceAdapters

/// What the options and words of a command line say; each command reads what concerns it.
struct Arguments: Sendable {
    /// Words that are neither options nor their values.
    var operands: [String] = []
    /// Folder of the index, when one was named.
    var index: String?
    var overlay = Overlay.standard
    /// The commit to open instead of the newest.
    var commit: CommitReference?
    /// Filters and the like; the words of the query are put in by the command.
    var request = SearchRequest("")
    /// What recency counts from; nil for today.
    var recencyDay: CalendarDate?
    var limit: Int?
    var source = SourceOptions()
    var indexing = IndexOptions()
    var order = DocumentOrder.similarity
    /// Folders that are a plugin, or hold plugins.
    var pluginFolders: [String] = []
    var pluginOptions: [PluginOption] = []
    /// The plugin to begin.
    var skeleton: (kind: PluginSkeleton.Kind, name: String)?
    var format = OutputFormat.text
    var isJSON: Bool { format == .json }
    var isQuiet = false
    var color = WhenShown.auto
    var hyperlinks = WhenShown.auto
    var avoidsPager = false
    var showsFacets = false
    /// Of `saved`.
    var deletes = false
    /// Of `eval`: how many of the worst pages to list; the facet, and whether what documents are about counts, not all that they name.
    var evaluatedFacet: String?
    var worst = 0
    var countsSubjects = false
    /// Of `eval ranking`: whether each query is printed, and the file for what was found.
    var listsQueries = false
    var runFile: String?
    /// Of `actors` and `facets`.
    var period: TimelinePeriod?
    var draws = false
    var ranges: [NumberRange]?
    /// Facets to be found; nil for all.
    var chosenFacets: [String]?
    var exceptedValues: Set<String> = []
    var asksForHelp = false
    /// Of `complete`: the facet whose values are asked for.
    var completedFacet: String?
    /// Characters at which bash takes words apart; nil for another shell.
    var bashBreaks: String?
    /// Whether names of values stand in queries with backslashes, not in quotes.
    var escapesBlanks = false
    var isMarkdown = false
    /// Whether what the answer depends on is printed after it.
    var cites = false
    /// Of `pin`.
    var pinName: String?
    var listsPins = false
    var watching = WatchOptions()
    /// What ends the searches of the command early; nil for one that has none to end.
    var stop: SearchStop?
    /// Every option as it was given.
    var given: [GivenOption] = []
}

/// An option of a command line.
struct GivenOption: Sendable, Equatable {
    /// Without the dashes.
    var name: String
    /// Nil for an option without one.
    var value: String?
}

/// How results are written; where a command line asks for several, the last counts.
enum OutputFormat: Sendable {
    case text
    case json
    case jsonLines
    case csv
    case ris
    case bibtex
}

/// When something is printed that only terminals understand.
enum WhenShown: String, CaseIterable, Sendable {
    case auto
    case always
    case never
}

/// A command line that cannot be understood, in words for its author.
struct UsageError: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
