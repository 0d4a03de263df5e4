public import PluginAPI
internal import SourceAdapters

/// How an index is written.
public struct IndexOptions: Sendable {
    /// Threads that read and build; all processors by default.
    public var threadCount: Int?
    /// Memory that indexing may take, in bytes. It changes how many runs are built and how many merges run at once, never
    /// the result. The least that is needed is a quarter of a kilobyte an input, and on top of it six bytes for each of a
    /// run's source, or twice the text of the largest segment that is written.
    public var memoryBudgetBytes = 1 << 30
    /// Drops documents whose input is gone even if that is more than 30 % of their root.
    public var prunes = false
    /// Falls back to the commit before when the newest is damaged.
    public var recovers = false
    /// Fields and analyzer of a new index; one that exists keeps its own, and takes up new fields that state facets.
    public var schema = Schema.articles
    /// Source bytes that one run of a new index takes, 1 GiB at most; stored with the index, so later runs are cut alike.
    public var runByteCount = 8 << 20
    /// Ends with one segment, as `optimizeIndex` does, but joins segments once instead of tier by tier.
    public var mergesToOne = false

    /// What is known to have happened to files: those that changed are read also where size and time are as before, and those
    /// that were removed are no sign of a disk that is gone.
    var changes = SourceChanges()

    static let runByteCountLimit = 1 << 30

    public init() {}
}

/// How far indexing has come.
public struct IndexProgress: Sendable, Equatable {
    public var phase: Phase
    /// Inputs or segments done, and how many there are; of ordering, work done and to do.
    public var done: Int
    public var total: Int

    public enum Phase: String, Sendable {
        /// Looking which inputs there are.
        case walking
        /// Reading and indexing inputs.
        case indexing
        /// Writing layers of changed plugins again.
        case facets
        /// Looking for an order of documents.
        case ordering
        /// Joining segments.
        case merging
    }
}

/// What indexing did.
public struct IndexReport: Sendable {
    /// Documents that were new, that replaced an earlier one, whose input was gone, and that stayed as they were.
    public var addedCount = 0
    public var updatedCount = 0
    public var removedCount = 0
    public var unchangedCount = 0
    /// Inputs that were skipped, and why, in the order they were met.
    public var problems: [SourceProblem] = []
    /// Facets whose layers were written again because their plugin changed.
    public var rebuiltFacets: [String] = []
    /// Facets that the index no longer holds, as no plugin finds them and no source states them.
    public var droppedFacets: [String] = []
    /// The commit that holds the result; nil when nothing had to be written.
    public var commitNumber: UInt64?
    /// Documents in the index now.
    public var documentCount = 0

    public init() {}

    /// Whether every input is indexed.
    public var isComplete: Bool { problems.isEmpty }
}
