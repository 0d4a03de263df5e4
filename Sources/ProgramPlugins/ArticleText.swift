internal import ExternalPrograms
internal import JSONValues
internal import PluginAPI

/// What of a document a facet program is told: the article's own zones, one after another.
///
/// ```
/// text    Resetting…\n\nWasting no time…
/// zones  |title    |   |lead            |     without bylines, notices and the like
/// ```
struct ArticleText {
    private(set) var bytes: [UInt8] = []
    private(set) var zones: [Zone] = []

    struct Zone: Equatable {
        var kind: ZoneKind
        /// In `bytes`.
        var range: Range<Int>
        /// Of `Document.zones`.
        var index: Int
    }

    init(_ document: Document) {
        bytes.reserveCapacity(document.text.count)
        for (index, zone) in document.zones.enumerated() where zone.kind.isArticle {
            if !bytes.isEmpty { bytes += [0x0A, 0x0A] }
            let start = bytes.count
            let text = document.text[zone.range]
            // Bytes that are no text would make the line none; each stands for one still.
            let isText = String(validating: text, as: UTF8.self) != nil
            bytes += isText ? Array(text) : text.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }
            zones.append(Zone(kind: zone.kind, range: start..<bytes.count, index: index))
        }
    }

    /// Appends the document as one line.
    func appendLine(of document: Document, to line: inout [UInt8]) {
        line += "{\"id\":".utf8
        line.appendJSON(text: document.identifier.utf8)
        line += ",\"title\":".utf8
        line.appendJSON(text: document.title.utf8)
        for (name, value) in [
            ("date", document.published?.description), ("language", document.language),
        ] {
            line += ",\"\(name)\":".utf8
            line.appendJSON(value.map { .string($0) } ?? .null)
        }
        line += ",\"zones\":[".utf8
        for (index, zone) in zones.enumerated() {
            let comma = index > 0 ? "," : ""
            line += "\(comma){\"kind\":\"\(zone.kind)\",\"start\":\(zone.range.lowerBound),".utf8
            line += "\"end\":\(zone.range.upperBound)}".utf8
        }
        line += "],\"text\":".utf8
        line.appendJSON(text: bytes)
        line += "}\n".utf8
    }

    /// The tokens that a range of `bytes` touches; those of a word that it cuts belong to it whole.
    ///
    /// - Throws: why there are none.
    func tokens(
        _ range: Range<Int>, in document: TokenizedDocument
    ) throws(AnswerProblem) -> Range<Int> {
        let name = "\(range.lowerBound)..<\(range.upperBound)"
        guard range.upperBound <= bytes.count else {
            throw AnswerProblem("\(name) lies outside the text of \(bytes.count) bytes")
        }
        let place = zones.partition { $0.range.upperBound > range.lowerBound }
        guard place < zones.count, zones[place].range.lowerBound <= range.lowerBound,
            range.upperBound <= zones[place].range.upperBound
        else { throw AnswerProblem("\(name) does not lie in one zone") }
        let zone = zones[place]
        let shift = document.document.zones[zone.index].range.lowerBound - zone.range.lowerBound
        let (start, end) = (UInt32(range.lowerBound + shift), UInt32(range.upperBound + shift))
        let inZone = Int(document.zoneTokens[zone.index])..<Int(document.zoneTokens[zone.index + 1])
        let first = document.ends[inZone].partition { $0 > start }
        let last = document.starts[inZone].partition { $0 >= end }
        guard first < last else { throw AnswerProblem("\(name) holds no word") }
        return first..<last
    }
}

/// Why an answer cannot be used.
struct AnswerProblem: Error, Equatable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which on all elements fulfil a condition.
    func partition(_ isLater: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
