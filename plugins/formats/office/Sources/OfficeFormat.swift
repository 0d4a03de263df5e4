import ArchiveReading
import ExternalPrograms
import HTMLFormat
public import PluginAPI
import TextFormat

/// Reads documents of word processors and slides: Office Open XML and OpenDocument itself, what came before them
/// through the programs `antiword` and `unrtf`. The content decides, since endings of these names often lie.
public struct OfficeFormat: FormatPlugin {
    private static let endings = [".docx", ".docm", ".pptx", ".odt", ".odp", ".doc", ".rtf"]
    private static let mediaTypes = [
        "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.",
        "application/msword", "application/rtf", "text/rtf",
    ]

    public init() {}

    public var manifest: PluginManifest {
        PluginManifest(
            name: "office", kind: .format, version: 1,
            summary:
                "Reads Word and PowerPoint (.docx, .pptx), OpenDocument (.odt, .odp), and through antiword "
                + "and unrtf .doc and .rtf.")
    }

    public func confidence(for input: FormatInput) -> Int {
        if let type = input.mediaType.map({ Array($0.utf8) }) {
            return Self.mediaTypes.contains(where: type.startsFolded) ? 100 : 0
        }
        if input.bytes.starts(with: "{\\rtf".utf8) { return 95 }
        let name = Array(input.fileName.utf8).lowered
        return Self.endings.contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) } ? 90 : 0
    }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        let bytes = input.bytes
        guard bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
        if bytes.starts(with: "PK".utf8) { return try Self.readPackage(input) }
        if bytes.starts(with: "{\\rtf".utf8) {
            let program = ExternalProgram(name: "unrtf", package: "unrtf")
            var page = input
            (page.bytes, page.mediaType) = (
                try program.output(["--html", "--nopict"], of: bytes), "text/html"
            )
            return try HTMLFormat().read(page)
        }
        // The compound file of Word before 2007; Word and others also put encrypted documents into one.
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            let program = ExternalProgram(name: "antiword", package: "antiword")
            var text = input
            text.bytes = try program.output(["-m", "UTF-8.txt", "-w", "0", "-"], of: bytes)
            text.mediaType = "text/plain"
            return try TextFormat().read(text)
        }
        var other = input
        other.mediaType =
            HTMLFormat().confidence(for: FormatInput(bytes: bytes, identifier: "")) > 0
            ? "text/html" : "text/plain"
        return other.mediaType == "text/html" ? try HTMLFormat().read(other) : try TextFormat().read(other)
    }
}

extension OfficeFormat {
    /// Reads a ZIP of XML files.
    private static func readPackage(_ input: FormatInput) throws(FormatError) -> Document {
        let package = try OfficePackage(input.bytes)
        var (document, properties) = (Document(identifier: input.identifier), package.properties)
        properties.title = package.title ?? properties.title
        properties.apply(to: &document)
        document.apply(input.known)
        var paragraphs = package.paragraphs
        var title = input.known.title
        if title != nil {
            document.signals[.title] = .source
        } else if let stated = properties.title {
            title = stated
            document.signals[.title] = package.title == nil ? .header : .heading
        } else if let first = paragraphs.first, first.block == .heading {
            title = String(decoding: first.bytes, as: UTF8.self)
            document.signals[.title] = .heading
        }
        if let title {
            let bytes = Array(Array(title.utf8).trimmed)
            document.append(.title, bytes)
            if let index = paragraphs.prefix(3).firstIndex(where: { $0.bytes.lowered == bytes.lowered }) {
                paragraphs.remove(at: index)
            }
        }
        var classifier = ZoneClassifier()
        classifier.append(paragraphs, to: &document)
        // A file is made anew by each conversion; what stands below the title is meant.
        if document.published == nil, let date = properties.created {
            (document.published, document.signals[.published]) = (date, .header)
        }
        guard !document.zones.isEmpty else { throw .empty }
        return document
    }
}
