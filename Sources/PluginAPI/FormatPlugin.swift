/// Turns the bytes of one file, page or record into a `Document`.
///
/// A plugin is a value without state of its own: several threads call it at once.
public protocol FormatPlugin: Sendable {
    var manifest: PluginManifest { get }

    /// How surely this plugin reads such input: 0 not at all, 50 by content, 100 by declared media type.
    func confidence(for input: FormatInput) -> Int

    /// Reads one document. Must end in time and memory proportional to the input, whatever the bytes.
    func read(_ input: FormatInput) throws(FormatError) -> Document

    /// Notes about a document for `knowing`; nil where the plugin reads each document for itself.
    func notes(on input: FormatInput) -> FormatNotes?

    /// The same plugin, which reads a document in the light of what many told.
    func knowing(_ knowledge: FormatKnowledge) -> any FormatPlugin
}

extension FormatPlugin {
    public func notes(on input: FormatInput) -> FormatNotes? { nil }

    public func knowing(_ knowledge: FormatKnowledge) -> any FormatPlugin { self }
}

/// Bytes and what is known about them before they are read.
public struct FormatInput: Sendable {
    public var bytes: [UInt8]
    /// The document's stable identifier, to be copied into the result.
    public var identifier: String
    /// File name with extension, for example `page.html`; empty for a record.
    public var fileName: String
    /// Declared media type, for example `text/html`, when the source knows it.
    public var mediaType: String?
    /// What the source says about the document; it overrules what the plugin would guess.
    public var known: KnownMetadata

    public init(
        bytes: [UInt8], identifier: String, fileName: String = "", mediaType: String? = nil,
        known: KnownMetadata = KnownMetadata()
    ) {
        self.bytes = bytes
        self.identifier = identifier
        self.fileName = fileName
        self.mediaType = mediaType
        self.known = known
    }
}

/// Metadata a source gives beside the text, as a JSON record does.
public struct KnownMetadata: Sendable, Equatable {
    public var title: String?
    public var authors: [String] = []
    public var published: CalendarDate?
    public var publisher: String?
    public var section: String?
    public var language: String?
    public var canonicalURL: String?
    /// As `Document.statedValues`; they go with those that the format plugin finds in the document itself.
    public var statedValues: [String: [String]] = [:]
    /// What of the metadata cannot be used, in words for the user; the document is indexed without it.
    public var problems: [String] = []

    public init() {}
}

/// Why a format plugin gives no document.
public enum FormatError: Error, Equatable, Sendable {
    /// Nothing in it, or nothing but white space.
    case empty
    /// The bytes are not text; the reason says what they look like.
    case binary(reason: String)
    /// Bytes that no supported encoding explains.
    case encoding(reason: String)
    /// Text, but not of this format, or beyond a stated limit.
    case malformed(reason: String)
    /// What the plugin needs is missing or failed, such as a program; the input may be sound.
    case unavailable(reason: String)
}

extension FormatError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "the file is empty"
        case .binary(let reason): "not text: \(reason)"
        case .encoding(let reason): "unknown encoding: \(reason)"
        case .malformed(let reason), .unavailable(let reason): reason
        }
    }
}
