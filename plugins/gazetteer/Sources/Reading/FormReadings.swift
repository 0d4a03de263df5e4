import IndexAnalysis

/// Collects the readings of forms, and cuts all of them at once as the index cuts its texts.
struct FormReadings {
    private struct Reading {
        /// Of `text`.
        var range: Range<Int>
        var form: Form
        var isAnyOrder: Bool
    }

    /// The readings, a line each.
    private var text: [UInt8] = []
    private var readings: [Reading] = []

    /// Makes room for about so many readings, from texts of so many bytes.
    mutating func reserve(_ count: Int, _ size: Int) {
        readings.reserveCapacity(count)
        text.reserveCapacity(size)
    }

    /// Adds the readings of a form.
    ///
    /// - Returns: their indices.
    mutating func add(
        _ bytes: [UInt8], _ range: Range<Int>, _ form: Form, isAnyOrder: Bool
    ) throws(RowProblem) -> Range<Int> {
        let first = readings.count
        if FormPattern.isPattern(bytes, range) {
            let found: [[UInt8]]
            do {
                found = try FormPattern.readings(of: Array(bytes[range]))
            } catch {
                throw RowProblem(error.reason)
            }
            for reading in found { append(reading[...], form, isAnyOrder) }
        } else {
            append(bytes[range], form, isAnyOrder)
        }
        return first..<readings.count
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, _ form: Form, _ isAnyOrder: Bool) {
        let start = text.count
        text.append(contentsOf: bytes)
        readings.append(Reading(range: start..<text.count, form: form, isAnyOrder: isAnyOrder))
        text.append(0x0A)
    }

    /// A reading as a name to ask for; nil where it has a wildcard.
    func alias(_ index: Int) -> String? {
        let bytes = text[readings[index].range]
        return bytes.contains(UInt8(ascii: "*")) ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Adds a form for each reading, more where its words come in any order or it is punctuated.
    ///
    /// - Parameter report: receives the line of a reading and what is wrong with it.
    func compile(into table: inout Table, report: (Int, String) -> Void) {
        var tokens = TokenBuffer()
        Tokenizer().appendTokens(of: text, in: 0..<text.count, to: &tokens)
        let columns = TokenView.Columns(
            text: text, starts: tokens.starts, ends: tokens.ends, foldedOffsets: tokens.foldedOffsets,
            folded: tokens.folded)
        table.forms.reserveCapacity(readings.count)
        table.symbols.reserveCapacity(tokens.count)
        TokenView.with(columns) { view in
            var token = 0
            for reading in readings {
                let first = token
                while token < view.count, view.range(token).lowerBound < reading.range.upperBound {
                    token += 1
                }
                do throws(RowProblem) {
                    try compile(reading, view, first..<token, into: &table)
                } catch {
                    report(Int(reading.form.row), error.reason)
                }
            }
        }
    }

    private func compile(
        _ reading: Reading, _ view: TokenView, _ tokens: Range<Int>, into table: inout Table
    ) throws(RowProblem) {
        guard !tokens.isEmpty else { throw RowProblem("the form has no word") }
        guard tokens.count <= Form.maximumWordCount else {
            throw RowProblem(
                "the form has \(tokens.count) words, at most \(Form.maximumWordCount) are allowed")
        }
        let wildcards = try wildcards(view, tokens, reading.range)
        guard reading.isAnyOrder else {
            var borders: UInt64 = 0
            for token in tokens.dropLast() where view.border(after: token) != .joined {
                borders |= 1 << UInt64(token - tokens.lowerBound)
            }
            append(reading.form, view, tokens, 0, wildcards, tokens.lowerBound, into: &table)
            if borders != 0 {
                append(reading.form, view, tokens, borders, wildcards, tokens.lowerBound, into: &table)
            }
            return
        }
        guard tokens.count <= 4 else {
            throw RowProblem("any-order allows at most 4 words, the form has \(tokens.count)")
        }
        for order in FormReadings.orders(of: Array(tokens)) {
            append(reading.form, view, order, 0, wildcards, tokens.lowerBound, into: &table)
        }
    }

    /// The words that end in anything, a bit each.
    private func wildcards(
        _ view: TokenView, _ tokens: Range<Int>, _ range: Range<Int>
    ) throws(RowProblem) -> UInt64 {
        let star = UInt8(ascii: "*")
        guard text[range].contains(star) else { return 0 }
        var bits: UInt64 = 0
        for token in tokens where view.byte(view.range(token).upperBound) == star {
            let end = view.range(token).upperBound
            if token + 1 < tokens.upperBound, view.range(token + 1).lowerBound == end + 1 {
                throw RowProblem("“*” may only end a word")
            }
            try checkWildcard(view, token, tokens.lowerBound)
            bits |= 1 << UInt64(token - tokens.lowerBound)
        }
        guard text[range].count(where: { $0 == star }) == bits.nonzeroBitCount else {
            throw RowProblem("“*” may only end a word")
        }
        return bits
    }

    private func checkWildcard(_ view: TokenView, _ token: Int, _ first: Int) throws(RowProblem) {
        if view.isHangul(token) {
            guard token > first, view.isHangulJoined(after: token - 1) else {
                throw RowProblem("a Korean word needs two letters or more before “*”")
            }
            return
        }
        let letters = text[view.range(token)]
        guard letters.count(where: { $0 & 0xC0 != 0x80 }) >= 4 else {
            throw RowProblem("a word needs four letters or more before “*”")
        }
    }

    /// Adds one form.
    ///
    /// - Parameters:
    ///   - borders, wildcards: bits of the tokens from `first` on that are followed by one.
    private func append(
        _ template: Form, _ view: TokenView, _ tokens: some Collection<Int>, _ borders: UInt64,
        _ wildcards: UInt64, _ first: Int, into table: inout Table
    ) {
        var form = template
        form.tokenCount = UInt16(tokens.count)
        form.firstSymbol = UInt32(table.symbols.count)
        form.firstSpelling = UInt32(table.spellingEnds.count - 1)
        var (last, place) = (first, UInt32(0))
        for token in tokens {
            let bit = UInt64(token - first)
            if wildcards >> bit & 1 == 1, !view.isHangul(token) {
                table.symbols.append(table.prefixes.insert(view.word(token)) | Symbol.wildcard)
            } else {
                table.symbols.append(table.words.insert(view.word(token)))
            }
            if borders >> bit & 1 == 1 { table.symbols.append(Symbol.border) }
            if form.letterCase == .caps, view.isCapital(at: view.range(token).lowerBound) {
                form.capitals |= 1 << place
            }
            if form.letterCase == .exact {
                table.appendSpelling(view, token)
                if view.hasPoint(token) { form.isPointed = true }
            }
            place += 1
            last = token
        }
        form.symbolCount = UInt16(table.symbols.count - Int(form.firstSymbol))
        form.beginsWord = tokens.first.map { view.isHangul($0) } ?? false
        form.endsWord = view.isHangul(last) && wildcards >> UInt64(last - first) & 1 == 0
        table.forms.append(form)
    }

    /// All orders of a few items.
    private static func orders(of items: [Int]) -> [[Int]] {
        if items.count < 2 { return [items] }
        return items.indices.flatMap { index in
            var others = items
            let item = others.remove(at: index)
            return orders(of: others).map { [item] + $0 }
        }
    }
}

extension Table {
    /// Notes how a word is written, with `'` for any apostrophe.
    fileprivate mutating func appendSpelling(_ view: TokenView, _ token: Int) {
        view.forEachSpelledByte(of: token) { spellings.append($0) }
        spellingEnds.append(UInt32(spellings.count))
    }
}

extension TokenView {
    /// Whether a token is written with points: `U.S`.
    func hasPoint(_ token: Int) -> Bool { range(token).contains { byte($0) == UInt8(ascii: ".") } }

    /// The bytes of a token as written, without points and with `'` for any apostrophe.
    @inline(__always)
    func forEachSpelledByte(of token: Int, _ body: (UInt8) -> Void) {
        let range = range(token)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let byte = byte(offset)
            let size = byte == 0xE2 ? apostropheSize(at: offset) : 0
            if size > 0 { body(0x27) } else if byte != UInt8(ascii: ".") { body(byte) }
            offset += max(size, 1)
        }
    }
}
