import ArchiveReading
import PluginAPI

/// The pages in a web archive (WARC), compressed record by record or not at all.
///
/// Members are responses of status 200 and resources, where they are of a type that may hold an article. They are
/// named by their URL. The rest of a crawl (requests, images, redirects) is passed over.
///
/// Source: ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
final class WebArchiveRecords: MemberReader {
    private static let articleTypes = [
        "text/html", "application/xhtml", "text/plain", "text/markdown", "application/pdf", "message/rfc822",
    ]
    private static let headerLimitBytes = 1 << 18

    private let stream: ByteStream
    /// Bytes of the current record's block that have not been read.
    private var remaining = 0
    private var url = ""
    private var http = HeaderLines()
    private var mediaType: String?

    init(_ bytes: ContainerBytes) throws(SourceError) { stream = try ByteStream(bytes) }

    func next() throws(SourceError) -> MemberHeader? {
        while true {
            let skipped = try stream.skip(remaining)
            guard skipped == remaining else { throw cutOff }
            remaining = 0
            guard let record = try recordHeaders() else { return nil }
            guard let length = record["content-length"].flatMap({ Int($0) }), length >= 0 else {
                throw SourceError(path: "", reason: "has a record without a length")
            }
            remaining = length
            guard try isArticle(record) else { continue }
            return MemberHeader(name: url, byteCount: remaining)
        }
    }

    func content() throws(SourceError) -> MemberContent {
        guard remaining <= ContainerLimits.memberByteCount else {
            throw SourceError(path: "", reason: "is larger than \(ContainerLimits.memberByteCount >> 20) MiB")
        }
        let count = remaining
        remaining = 0
        let bytes = try stream.take(count)
        guard bytes.count == count else { throw cutOff }
        var content = MemberContent(bytes: try http.decoded(bytes), mediaType: mediaType)
        if url.utf8.starts(with: "http".utf8) { content.known.canonicalURL = url }
        return content
    }

    private var cutOff: SourceError { SourceError(path: "", reason: "ends in the middle of a record") }

    /// The headers of the next record; nil at the end.
    private func recordHeaders() throws(SourceError) -> HeaderLines? {
        var version = try stream.line()
        while let line = version, line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            version = try stream.line()
        }
        guard let version else { return nil }
        guard version.starts(with: "WARC/".utf8) else {
            throw SourceError(path: "", reason: "has bytes that are no record of a web archive")
        }
        return try headers(limit: Self.headerLimitBytes).lines
    }

    /// Lines up to an empty one, and how many bytes they took.
    private func headers(limit: Int) throws(SourceError) -> (lines: HeaderLines, byteCount: Int) {
        var (headers, byteCount) = (HeaderLines(), 0)
        while byteCount < limit, let line = try stream.line() {
            byteCount += line.count
            if line == [0x0A] || line == [0x0D, 0x0A] { break }
            headers.append(line)
        }
        return (headers, byteCount)
    }

    /// Whether the record may hold an article; reads the headers of a response.
    private func isArticle(_ record: HeaderLines) throws(SourceError) -> Bool {
        let type = record["warc-type"]
        guard let target = record["warc-target-uri"], type == "response" || type == "resource" else {
            return false
        }
        url = String(target.drop(while: { $0 == "<" }).prefix(while: { $0 != ">" }))
        // The crawler's own notes.
        if url.utf8.starts(with: "metadata:".utf8) || url.utf8.starts(with: "urn:".utf8) { return false }
        (http, mediaType) = (HeaderLines(), record["content-type"])
        if type == "response" {
            guard mediaType?.lowercased().contains("http") == true else { return false }
            let status = remaining > 0 ? try stream.line() ?? [] : []
            let found = try headers(limit: min(remaining - status.count, Self.headerLimitBytes))
            let byteCount = status.count + found.byteCount
            guard byteCount <= remaining else {
                throw SourceError(path: "", reason: "has a response that is longer than its record")
            }
            remaining -= byteCount
            http = found.lines
            mediaType = http["content-type"]
            guard status.split(separator: 0x20).dropFirst().first?.starts(with: "200".utf8) == true else {
                return false
            }
        }
        guard let mediaType = mediaType?.lowercased() else { return type == "response" }
        return Self.articleTypes.contains { mediaType.hasPrefix($0) }
    }
}

/// Header lines as HTTP has them; of several with one name the first counts.
struct HeaderLines {
    private var values: [String: String] = [:]

    /// A value by its name in lower case.
    subscript(name: String) -> String? { values[name] }

    mutating func append(_ line: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
        if values[name] == nil { values[name] = value.trimmingSpace }
    }

    /// The body of a response as a reader sees it.
    func decoded(_ body: [UInt8]) throws(SourceError) -> [UInt8] {
        var bytes = body
        if values["transfer-encoding"]?.lowercased().contains("chunked") == true {
            bytes = Self.joinedChunks(bytes) ?? bytes
        }
        switch values["content-encoding"]?.lowercased() ?? "" {
        case "", "identity", "none": return bytes
        case "gzip", "x-gzip", "zstd":
            // Some crawlers keep the header and store what it expands to.
            let isPacked = bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
            return isPacked ? try expanded(bytes) : bytes
        case let other:
            // What is text as it stands was expanded by the crawler.
            if bytes.prefix(512).contains(UInt8(ascii: "<")), String(validating: bytes, as: UTF8.self) != nil
            {
                return bytes
            }
            throw SourceError(
                path: "", reason: "is packed as ‘\(other)’, which is not read", isLasting: true)
        }
    }

    private func expanded(_ bytes: [UInt8]) throws(SourceError) -> [UInt8] {
        let archive = try openArchive(.memory(bytes), as: .stream)
        return try archive.step { archive throws(ArchiveError) in
            _ = try archive.next()
            return try archive.contents(limit: ContainerLimits.memberByteCount)
        }
    }

    /// The data of chunks; nil when the body is not made of chunks, as when the crawler has joined them.
    private static func joinedChunks(_ body: [UInt8]) -> [UInt8]? {
        var (joined, position) = ([UInt8](), 0)
        while position < body.count {
            guard let end = body[position...].prefix(64).firstIndex(of: 0x0A) else { return nil }
            let digits = body[position..<end].prefix(while: { $0 != 0x0D && $0 != UInt8(ascii: ";") })
            let size = Int(String(decoding: digits, as: UTF8.self).trimmingSpace, radix: 16)
            guard let size, size >= 0 else { return nil }
            if size == 0 { return joined }
            let start = end + 1
            joined += body[start..<(start + min(size, body.count - start))]
            guard size <= body.count - start else { return joined }
            position = start + size
            while position < body.count, body[position] == 0x0D || body[position] == 0x0A { position += 1 }
        }
        return joined
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmingSpace: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
