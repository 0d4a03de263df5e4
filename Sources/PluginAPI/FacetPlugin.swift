/// Finds the values of one facet, such as `country`, in documents.
///
/// A plugin is a value without state of its own: several threads call it at once, with blocks of documents.
public protocol FacetPlugin: Sendable {
    var manifest: PluginManifest { get }

    /// Changes whenever the plugin could find something else: a hash of its table and of its code's version.
    var fingerprint: UInt64 { get }

    /// Every value this plugin can give, sorted by id; a mention names its value by its index here.
    var values: [FacetValue] { get }

    /// Names of the rules that mentions refer to by index.
    var rules: [String] { get }

    /// Finds the mentions in each document of a block.
    ///
    /// - Returns: one array for each document, its mentions in ascending order of `firstToken`.
    ///   Only zones for which `ZoneKind.isArticle` holds may give mentions.
    func mentions(in documents: [TokenizedDocument]) throws(FacetError) -> [[Mention]]
}

/// A value a facet can take: an actor, a region, a weapon system.
public struct FacetValue: Sendable, Equatable {
    /// Stable id, for example `KR`; unique within the facet, compared byte for byte.
    public var id: String
    /// What a reader is shown, for example `South Korea`.
    public var label: String
    /// Other names under which a user may ask for it, in any case.
    public var aliases: [String]

    public init(id: String, label: String, aliases: [String] = []) {
        self.id = id
        self.label = label
        self.aliases = aliases
    }
}

/// Words of a document that name a facet value.
public struct Mention: Sendable, Equatable {
    /// Index into the plugin's `values`.
    public var value: UInt32
    /// Index of the first token in `TokenizedDocument`, and how many tokens belong to it (≥ 1).
    public var firstToken: UInt32
    public var tokenCount: UInt32
    /// Index into the plugin's `rules`.
    public var rule: UInt16
    /// Line of the plugin's table, from 1, that matched; 0 when a rule needs no table.
    public var row: UInt32

    public init(value: UInt32, firstToken: UInt32, tokenCount: UInt32, rule: UInt16, row: UInt32) {
        self.value = value
        self.firstToken = firstToken
        self.tokenCount = tokenCount
        self.rule = rule
        self.row = row
    }
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
