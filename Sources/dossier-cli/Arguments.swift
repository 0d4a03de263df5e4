import Dossier
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
    var isJSON = false
    var isQuiet = false
    var isPlain = false
    var showsFacets = false
    var asksForHelp = false
}

/// A command line that cannot be understood, in words for its author.
struct UsageError: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
