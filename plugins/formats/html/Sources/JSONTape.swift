/// The values of a JSON text, one after another, each with its key and its place.
///
/// Reads what pages really hold: control characters in strings, commas too many, quotes without escape, comments and
/// CDATA around it, several texts in a row. What is no JSON is passed over.
///
/// ```
/// {"a": [1, "b"]}    0 object end 4 · 1 array "a" end 4 · 2 literal · 3 string
/// ```
struct JSONTape {
    enum Kind { case object, array, string, literal }

    struct Node {
        var kind: Kind
        /// Offsets of the key between its quotes; empty for an element of an array.
        var key: Range<Int>
        /// Offsets of the string between its quotes, or of the literal; empty for others.
        var value: Range<Int>
        /// Index of the parent, -1 for a root.
        var parent: Int
        /// Index after the last descendant.
        var end: Int
    }

    /// Larger texts are data of a program.
    static let limitBytes = 4 << 20
    static let nodeLimit = 200_000
    static let depthLimit = 64

    let bytes: ArraySlice<UInt8>
    private(set) var nodes: [Node] = []
    private var open: [Int] = []
    private var key: Range<Int>

    /// Linear in the bytes; no recursion.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.key = bytes.startIndex..<bytes.startIndex
        guard bytes.count <= Self.limitBytes else { return }
        var index = bytes.startIndex
        while index < bytes.endIndex, nodes.count < Self.nodeLimit {
            switch bytes[index] {
            case 0x7B: enter(.object)
            case 0x5B: enter(.array)
            case 0x7D: leave(.object)
            case 0x5D: leave(.array)
            case 0x22:
                index = string(at: index)
                continue
            case 0x2D, 0x30...0x39, 0x66, 0x6E, 0x74:
                index = literal(at: index)
                continue
            default: break
            }
            index += 1
        }
        for node in open { nodes[node].end = nodes.count }
    }

    private mutating func enter(_ kind: Kind) {
        let index = nodes.count
        append(kind, bytes.startIndex..<bytes.startIndex)
        if open.count < Self.depthLimit { open.append(index) }
    }

    private mutating func append(_ kind: Kind, _ value: Range<Int>) {
        nodes.append(Node(kind: kind, key: key, value: value, parent: open.last ?? -1, end: nodes.count + 1))
        key = bytes.startIndex..<bytes.startIndex
    }

    private mutating func leave(_ kind: Kind) {
        key = bytes.startIndex..<bytes.startIndex
        guard let place = open.lastIndex(where: { nodes[$0].kind == kind }) else { return }
        for node in open[place...] { nodes[node].end = nodes.count }
        open.removeSubrange(place...)
    }

    /// Reads a string that begins at a quote, as a key or as a value, and returns the index after it.
    private mutating func string(at start: Int) -> Int {
        var index = start + 1
        while index < bytes.endIndex {
            if bytes[index] == 0x5C {
                index += 2
            } else if bytes[index] == 0x22, let next = afterSpace(index + 1) {
                // A quote that nothing of JSON follows belongs to the string.
                let byte = next < bytes.endIndex ? bytes[next] : 0x2C
                let isKey = byte == 0x3A
                if isKey || byte == 0x2C || byte == 0x7D || byte == 0x5D || byte == 0x3C || byte == 0x2F
                    || byte == 0x22
                {
                    if isKey {
                        key = start + 1..<index
                        return next + 1
                    }
                    append(.string, start + 1..<index)
                    return index + 1
                }
                index += 1
            } else {
                index += 1
            }
        }
        return bytes.endIndex
    }

    private func afterSpace(_ start: Int) -> Int? {
        var index = start
        while index < bytes.endIndex, bytes[index] <= 0x20 { index += 1 }
        return index
    }

    private mutating func literal(at start: Int) -> Int {
        var index = start
        while index < bytes.endIndex, bytes[index] > 0x20,
            ![0x2C, 0x7D, 0x5D, 0x22, 0x7B, 0x5B].contains(bytes[index])
        {
            index += 1
        }
        append(.literal, start..<index)
        return max(index, start + 1)
    }

    // MARK: Questions

    /// The index of the value of a key in an object.
    func child(_ object: Int, _ name: String) -> Int? {
        guard nodes[object].kind == .object else { return nil }
        var index = object + 1
        while index < nodes[object].end {
            if isKey(index, name) { return index }
            index = nodes[index].end
        }
        return nil
    }

    func isKey(_ node: Int, _ name: String) -> Bool {
        let key = nodes[node].key
        return key.count == name.utf8.count && bytes[key].elementsEqual(name.utf8)
    }

    /// Elements of an array; the value itself where it is none. At most a thousand.
    func elements(_ node: Int) -> [Int] {
        guard nodes[node].kind == .array else { return [node] }
        var elements: [Int] = []
        var index = node + 1
        while index < nodes[node].end, elements.count < 1000 {
            elements.append(index)
            index = nodes[index].end
        }
        return elements
    }

    /// A string without its escapes, a number as written; nil for others and for `null`.
    func text(_ node: Int) -> [UInt8]? {
        switch nodes[node].kind {
        case .string: return Self.unescaped(bytes[nodes[node].value])
        case .literal:
            let first = bytes[nodes[node].value].first ?? 0
            return first < 0x3A ? Array(bytes[nodes[node].value]) : nil
        case .object, .array: return nil
        }
    }

    /// Source: RFC 8259, 7. Half a surrogate pair and an escape without sense are left out.
    private static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        guard raw.contains(0x5C) else { return Array(raw) }
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            guard raw[index] == 0x5C, index + 1 < raw.endIndex else {
                text.append(raw[index])
                index += 1
                continue
            }
            let escape = raw[index + 1]
            index += 2
            switch escape {
            case 0x6E, 0x72, 0x74, 0x62, 0x66: text.append(escape == 0x6E ? 0x0A : 0x20)
            case 0x75:
                guard var scalar = hex(raw, index) else { continue }
                index += 4
                if (0xD800...0xDBFF).contains(scalar), index + 1 < raw.endIndex, raw[index] == 0x5C,
                    raw[index + 1] == 0x75, let low = hex(raw, index + 2), (0xDC00...0xDFFF).contains(low)
                {
                    scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
                    index += 6
                }
                if let scalar = Unicode.Scalar(scalar) { text.append(contentsOf: Character(scalar).utf8) }
            default: text.append(escape)
            }
        }
        return text
    }

    private static func hex(_ raw: ArraySlice<UInt8>, _ start: Int) -> UInt32? {
        guard start + 4 <= raw.endIndex else { return nil }
        var value: UInt32 = 0
        for byte in raw[start..<start + 4] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }
}
