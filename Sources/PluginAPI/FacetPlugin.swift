/// Finds the values of one facet, such as `country`, in documents.
///
/// A plugin is a value without state of its own: several threads call it at once, with blocks of documents.
public protocol FacetPlugin: Sendable {
    var manifest: PluginManifest { get }

    /// Changes whenever the plugin could find something else: a hash of its table and of its code's version.
    var fingerprint: UInt64 { get }

    /// The values this plugin knows beforehand, sorted by id; a mention names its value by its index here.
    var values: [FacetValue] { get }

    /// Names of the rules that mentions refer to by index.
    var rules: [String] { get }

    /// Facets whose mentions this one is made of; they are found first. A facet that is missing gives no mentions.
    var basis: [String] { get }

    /// Plugins whose mentions this one is made of and that are no facets of the index themselves, such as a table of names.
    var parts: [any FacetPlugin] { get }

    /// Finds the mentions in each document of a block.
    ///
    /// - Parameter basis: what the facets of `self.basis` found in these documents, in that order, and then its parts.
    /// - Returns: for each document its mentions in ascending order of `firstToken`.
    ///   Only zones for which `ZoneKind.isArticle` holds may give mentions.
    func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions]
}

extension FacetPlugin {
    public var basis: [String] { [] }
    public var parts: [any FacetPlugin] { [] }

    /// What a plugin finds that builds on no other facet.
    public func mentions(in documents: [TokenizedDocument]) throws(FacetError) -> [DocumentMentions] {
        try mentions(in: documents, over: [])
    }
}

/// A value a facet can take: an actor, a region, a weapon system.
public struct FacetValue: Sendable, Equatable {
    /// Stable id, for example `KR`; unique within the facet, compared byte for byte.
    public var id: String
    /// What a reader is shown, for example `South Korea`.
    public var label: String
    /// Other names under which a user may ask for it, in any case.
    public var aliases: [String]
    /// What belongs to it: the members of an alliance, the countries of a region.
    public var members: [Membership]

    public init(id: String, label: String, aliases: [String] = [], members: [Membership] = []) {
        self.id = id
        self.label = label
        self.aliases = aliases
        self.members = members
    }
}

/// That a value belongs to another, from a day to a day.
public struct Membership: Sendable, Equatable {
    /// The member's facet and id: `country`, `FI`.
    public var facet: String
    public var id: String
    /// First and last day; nil is open.
    public var from: CalendarDate?
    public var to: CalendarDate?

    public init(facet: String, id: String, from: CalendarDate? = nil, to: CalendarDate? = nil) {
        self.facet = facet
        self.id = id
        self.from = from
        self.to = to
    }
}

/// Words of a document that name a facet value.
public struct Mention: Sendable, Equatable {
    /// Index into the plugin's `values`, or, from `values.count` on, into the document's `discovered`.
    public var value: UInt32
    /// Index of the first token in `TokenizedDocument`, and how many tokens belong to it (≥ 1).
    public var firstToken: UInt32
    public var tokenCount: UInt32
    /// Index into the plugin's `rules`.
    public var rule: UInt16
    /// Line of the plugin's table, from 1, that matched; 0 when a rule needs no table.
    public var row: UInt32
    /// What the words stand for.
    public var sense = MentionSense.plain
    /// How much it counts toward what its document is about.
    public var weight = MentionWeight.one

    public init(value: UInt32, firstToken: UInt32, tokenCount: UInt32, rule: UInt16, row: UInt32) {
        self.value = value
        self.firstToken = firstToken
        self.tokenCount = tokenCount
        self.rule = rule
        self.row = row
    }
}

/// What the words of a mention stand for: *Seoul said* is a government, *in Seoul* a place, and both name South Korea.
public enum MentionSense: UInt8, Sendable, CaseIterable {
    /// The value itself, as `South Korea` does.
    case plain
    case government
    case place
}

/// How much a mention counts, in eighths, up to nearly eight.
public struct MentionWeight: Sendable, Hashable {
    /// 1...63; 8 is one whole mention.
    public let eighths: UInt8

    public static let one = MentionWeight(eighths: 8)

    /// - Parameter eighths: 1...63.
    public init(eighths: UInt8) {
        precondition((1...63).contains(eighths), "a weight of \(eighths) eighths")
        self.eighths = eighths
    }
}

/// What a facet plugin found in one document.
public struct DocumentMentions: Sendable, Equatable {
    /// Ascending by `firstToken`.
    public var mentions: [Mention]
    /// Ids of values that the plugin has no list of, such as a person met for the first time; each once.
    /// A reader is shown the id itself.
    public var discovered: [String]

    public init(_ mentions: [Mention] = [], discovered: [String] = []) {
        self.mentions = mentions
        self.discovered = discovered
    }
}

/// What another facet's plugin found in the documents of a block.
public struct FacetBasis: Sendable {
    public let facet: String
    /// Of that plugin; 0 for one that is missing.
    public let fingerprint: UInt64
    public let values: [FacetValue]
    public let rules: [String]
    /// For each document of the block.
    public let documents: [DocumentMentions]

    public init(
        facet: String, fingerprint: UInt64, values: [FacetValue], rules: [String],
        documents: [DocumentMentions]
    ) {
        self.facet = facet
        self.fingerprint = fingerprint
        self.values = values
        self.rules = rules
        self.documents = documents
    }

    /// The id of a mention's value.
    public func id(of mention: Mention, in document: Int) -> String {
        let value = Int(mention.value)
        return value < values.count
            ? values[value].id : documents[document].discovered[value - values.count]
    }
}

/// A facet plugin that reads documents faster together with others of its kind than alone, as one matcher for all
/// gazetteers does.
public protocol JointFacetPlugin: FacetPlugin {
    /// A reader for this plugin and the others of its kind; nil where it cannot read together with them.
    ///
    /// What it finds for each is what the plugin finds alone.
    func joint(with others: [any JointFacetPlugin]) -> (any JointFacetReader)?
}

/// Finds the mentions of several facets in one pass.
public protocol JointFacetReader: Sendable {
    /// - Returns: for each plugin, in the order they were given, what `FacetPlugin.mentions` would.
    func mentions(in documents: [TokenizedDocument]) throws(FacetError) -> [[DocumentMentions]]
}

/// A document with the tokens the index sees: columns, one entry a token.
///
/// `folded` holds each token's folded bytes (lower case, without accents), one after another.
public struct TokenizedDocument: Sendable {
    public var document: Document
    /// Byte range of each token in `document.text`: `starts[i]..<ends[i]`.
    public var starts: [UInt32]
    public var ends: [UInt32]
    /// Token `i` folds to `folded[foldedOffsets[i]..<foldedOffsets[i + 1]]`; one entry more than tokens.
    public var foldedOffsets: [UInt32]
    public var folded: [UInt8]
    /// Tokens of zone `z` are `zoneTokens[z]..<zoneTokens[z + 1]`; one entry more than zones.
    public var zoneTokens: [UInt32]

    public init(
        document: Document, starts: [UInt32], ends: [UInt32], foldedOffsets: [UInt32], folded: [UInt8],
        zoneTokens: [UInt32]
    ) {
        precondition(starts.count == ends.count, "\(starts.count) starts, \(ends.count) ends")
        precondition(foldedOffsets.count == starts.count + 1, "\(foldedOffsets.count) offsets")
        precondition(zoneTokens.count == document.zones.count + 1, "\(zoneTokens.count) zone offsets")
        self.document = document
        self.starts = starts
        self.ends = ends
        self.foldedOffsets = foldedOffsets
        self.folded = folded
        self.zoneTokens = zoneTokens
    }

    public var tokenCount: Int { starts.count }
}

/// Why a facet plugin could not answer for a block.
public enum FacetError: Error, Equatable, Sendable {
    /// This document, by its index in the block, could not be read; the others were not tried.
    case failed(documentIndex: Int, reason: String)
}
