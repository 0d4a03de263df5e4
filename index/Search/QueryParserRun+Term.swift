internal import IndexAnalysis

extension QueryParserRun {
    /// A query, its score so many times as much.
    func boosted(_ query: Query, _ boost: Double?) -> Query { boost.map { .boosted(query, $0) } ?? query }

    /// The query of one term, or nil for one without text.
    ///
    /// - Parameter joining: how words are joined that are written without spaces; nil where they are one phrase.
    mutating func query(of term: QueryTerm, at place: Range<Int>, joining: QueryParser.Operator?) -> Query? {
        var term = term
        term.prefix = term.prefix ?? scope.prefix
        term.isExact = term.isExact || scope.isExact
        if let prefix = term.prefix, case .known(let query) = named(prefix, term, at: place) {
            return query.map { boosted($0, term.boost) }
        }
        var field = scope.prefix.flatMap { parser.fieldNames.contains($0) ? $0 : nil }
        if let prefix = term.prefix {
            if parser.fieldNames.contains(prefix) {
                field = prefix
                if term.text.isEmpty {
                    tell(
                        place, "There is nothing behind \(prefix):.", reading: "It is left out.",
                        fix: "Write what to look for at once behind the colon.")
                }
            } else {
                tellUnknown(prefix, at: place)
                // It belongs to the word.
                term.text = prefix + ":" + term.text
                term.start -= prefix.utf8.count + 1
            }
        }
        return words(term, field: field, at: place, joining).map { boosted($0, term.boost) }
    }

    private mutating func tellUnknown(_ prefix: String, at place: Range<Int>) {
        let names = (parser.fieldNames.union(parser.facetNames).filter { !$0.contains(":") }).union([
            "date", "zone",
        ])
        tell(
            place,
            "There is no field and no facet ‘\(prefix)’; there are \(names.sorted().joined(separator: ", ")).",
            reading: "It is looked for as words.",
            fix: "Write \(prefix)\\: for the word and the colon.")
    }

    /// What a prefix makes of a term.
    private enum Named {
        /// Nil where nothing is asked for.
        case known(Query?)
        /// The prefix is that of a field, or part of the word.
        case unknown
    }

    /// What the prefixes of facets, dates and saved queries stand for.
    private mutating func named(_ prefix: String, _ term: QueryTerm, at place: Range<Int>) -> Named {
        if prefix == "zone", parser.readsZones {
            tell(
                place, "There is nothing behind zone:.", reading: "It is left out.",
                fix: "Write the name of a zone at once behind the colon.")
            return .known(nil)
        }
        if prefix == "date" { return .known(date(term, at: place)) }
        if prefix == "saved" { return .known(saved(term.text, at: place)) }
        guard let name = parser.facetName(prefix) else { return .unknown }
        let value = term.hasEscape ? QueryTerm.unescaped(term.text) : term.text
        if value.isEmpty {
            tell(
                place, "There is nothing behind \(prefix):.", reading: "It is left out.",
                fix: "Write the value at once behind the colon.")
            return .known(nil)
        }
        if term.shape != .quoted, var range = Self.numbers(term) {
            if let from = range.from, let to = range.to, from > to {
                tellBackwards(place)
                range = NumberRange(
                    from: to, to: from, includesFrom: range.includesTo, includesTo: range.includesFrom)
            }
            return .known(.numbers(name: name, range))
        }
        return .known(facet(name, value, at: place))
    }

    private mutating func saved(_ name: String, at place: Range<Int>) -> Query? {
        guard let text = parser.savedQueries[name] else {
            let known = parser.savedQueries.keys.sorted().joined(separator: ", ")
            tell(
                place,
                "There is no saved query ‘\(name)’; "
                    + (known.isEmpty ? "none is saved." : "there are \(known)."),
                reading: "It finds nothing.")
            return .nothing
        }
        guard !names.contains(name) else {
            tell(place, "The saved query ‘\(name)’ is part of itself.", reading: "In there it finds nothing.")
            return .nothing
        }
        savedCount += 1
        guard names.count < QueryParser.maximumSavedDepth, savedCount <= QueryParser.greatestSavedCount else {
            tell(
                place, "Too many saved queries are part of this one.", reading: "This one finds nothing.",
                fix: "Write out what ‘\(name)’ stands for.")
            return .nothing
        }
        let inner = parser.read(text, expanding: names + [name], &savedCount)
        for problem in inner.problems {
            tell(
                place, "In the saved query ‘\(name)’: \(problem.reason)", reading: problem.reading,
                fix: problem.fix)
        }
        return inner.query
    }

    // MARK: Ranges

    /// `2014..2016`, `>2014`, `>=2014`, `<2014`, `<=2014`, `[2014 TO 2016}`: its ends as written, `*` and nothing open; nil
    /// for no range.
    private static func range(_ term: QueryTerm) -> DateBounds? {
        let text = term.text
        func end(_ text: some StringProtocol) -> String? {
            let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            return trimmed.isEmpty || String(trimmed) == "*" ? nil : String(trimmed)
        }
        if term.shape == .range, let middle = text.utf8.firstRange(of: " TO ".utf8) {
            return DateBounds(
                from: end(text[text.index(after: text.startIndex)..<middle.lowerBound]),
                to: end(text[middle.upperBound...].dropLast()), includesFrom: text.first == "[",
                includesTo: text.last == "]")
        }
        if let first = text.first, first == ">" || first == "<" {
            let isIncluded = text.dropFirst().first == "="
            let bound = end(text.dropFirst(isIncluded ? 2 : 1))
            return first == ">"
                ? DateBounds(from: bound, to: nil, includesFrom: isIncluded)
                : DateBounds(from: nil, to: bound, includesTo: isIncluded)
        }
        guard let middle = text.utf8.firstRange(of: "..".utf8) else { return nil }
        return DateBounds(from: end(text[..<middle.lowerBound]), to: end(text[middle.upperBound...]))
    }

    private mutating func date(_ term: QueryTerm, at place: Range<Int>) -> Query? {
        if term.text.isEmpty {
            tell(
                place, "There is nothing behind date:.", reading: "It is left out.",
                fix: "Write a day, a month, a year or a range: date:2014..2016.")
            return nil
        }
        var bounds = Self.range(term) ?? DateBounds(from: term.text, to: term.text)
        let ends = [bounds.from, bounds.to].compactMap(\.self)
        let dates = ends.compactMap(WrittenDate.init)
        guard !ends.isEmpty, dates.count == ends.count else {
            tell(
                place, "‘\(term.text)’ is no date and no range of dates.",
                reading: "It is looked for as words.",
                fix: "Write date:2014, date:2014-05-31, date:2014..2016 or date:>2014.")
            return plain("date:" + term.text, field: nil, nil)
        }
        if dates.count == 2, dates[0].isBehind(dates[1]) {
            tellBackwards(place)
            bounds = DateBounds(
                from: bounds.to, to: bounds.from, includesFrom: bounds.includesTo,
                includesTo: bounds.includesFrom)
        }
        return .date(bounds)
    }

    private mutating func tellBackwards(_ place: Range<Int>) {
        tell(
            place, "The range ends before it begins.", reading: "Its ends are exchanged.",
            fix: "Write its ends the other way round.")
    }

    /// A range both of whose ends are numbers or open, not both.
    private static func numbers(_ term: QueryTerm) -> NumberRange? {
        guard let range = range(term), range.from != nil || range.to != nil else { return nil }
        let (from, to) = (range.from.map(NumberRange.number), range.to.map(NumberRange.number))
        if case .some(.none) = from { return nil }
        if case .some(.none) = to { return nil }
        return NumberRange(
            from: from ?? nil, to: to ?? nil, includesFrom: range.includesFrom, includesTo: range.includesTo)
    }

    // MARK: Words

    mutating func words(
        _ term: QueryTerm, field: String?, at place: Range<Int>, _ joining: QueryParser.Operator?
    ) -> Query? {
        if term.text.isEmpty {
            if field == nil { tellEmpty(term, at: place) }
            return nil
        }
        switch term.shape {
        case .quoted: return quoted(term, field: field, at: place)
        case .regex: return regex(term.text, field: field, at: term.start, within: place)
        case .range:
            tell(
                place, "Ranges are for dates and for facets whose values are numbers.",
                reading: "It is looked for as words.",
                fix: "Write date: before it.")
            return plain(term.text, field: field, joining)
        case .word: break
        }
        if term.text == "*", field == nil { return .all }
        let plainText = term.hasEscape ? QueryTerm.unescaped(term.text) : term.text
        if term.isExact {
            if term.tilde != nil {
                tell(
                    place, "A word after = is like no other.", reading: "The ~ is left out.",
                    fix: "Leave out the = or the ~.")
            }
            return .spelled([plainText], field: field)
        }
        if term.hasWildcard, let query = wildcards(term.text, field: field) { return query }
        if let tilde = term.tilde, !QueryWords.standsByLetters(plainText) {
            return like(plainText, tilde, field: field, at: place)
        }
        return plain(plainText, field: field, joining)
    }

    private mutating func tellEmpty(_ term: QueryTerm, at place: Range<Int>) {
        if term.shape == .quoted {
            tell(
                place, "There is nothing between the quotation marks.", reading: "They are left out.",
                fix: "Leave them out.")
        } else if term.isExact {
            tell(
                place, "There is nothing behind =.", reading: "It is left out.",
                fix: "Write the word at once behind it.")
        }
    }

    private mutating func quoted(_ term: QueryTerm, field: String?, at place: Range<Int>) -> Query? {
        if term.isExact {
            let words = QueryLexer.words(of: term.text)
            return words.isEmpty ? nil : .spelled(words, field: field)
        }
        let query = phrase(term.text, field: field, at: place)
        guard let tilde = term.tilde, case .phrase(let words, let field) = query else { return query }
        let greatest = Proximity.greatestDistance
        if tilde > greatest {
            tell(
                place, "A phrase allows at most \(greatest) moves of a word.",
                reading: "It is taken for ~\(greatest).",
                fix: "Write ~\(greatest) or less.")
        }
        return .sloppy(words, slop: tilde < 0 ? Self.usualSlop : min(tilde, greatest), field: field)
    }

    /// What `~` without a number allows a phrase.
    private static var usualSlop: Int { 2 }

    private mutating func regex(
        _ text: String, field: String?, at opening: Int, within place: Range<Int>
    ) -> Query? {
        do {
            _ = try RegexReader.read(text)
            return .pattern(.regex(text), field: field)
        } catch {
            let start = min(opening + error.offset, place.upperBound)
            tell(
                start..<min(start + 1, place.upperBound), error.reason,
                reading: "The pattern is looked for as words.")
            return plain(text, field: field, nil)
        }
    }

    private mutating func like(_ text: String, _ tilde: Int, field: String?, at place: Range<Int>) -> Query? {
        if tilde > TermPattern.greatestDistance {
            tell(
                place, "Words are alike at up to \(TermPattern.greatestDistance) edits.",
                reading: "It is taken for ~\(TermPattern.greatestDistance).",
                fix: "Write ~1 or ~2, or ~ alone.")
        }
        return .pattern(
            .fuzzy(text, distance: tilde < 0 ? nil : min(tilde, TermPattern.greatestDistance)), field: field)
    }

    /// A word as it is written.
    func plain(_ text: String, field: String?, _ joining: QueryParser.Operator?) -> Query? {
        let whole = Query.word(text: text, field: field, exact: false)
        guard let joining else { return whole }
        let words = QueryWords.words(of: text)
        if words == [text] { return whole }
        let parts = words.map { Query.word(text: $0, field: field, exact: false) }
        switch joining {
        case .and: return parts.count == 1 ? parts[0] : .and(parts)
        // Where all stand side by side the document is the better.
        case .or: return .or([whole] + parts)
        }
    }

    /// A word with `*` or `?`; what signs part in it stands side by side. Nil where they are only punctuation.
    private func wildcards(_ text: String, field: String?) -> Query? {
        // A question mark at the end ends a question.
        let markCount = text.utf8.reversed().prefix { $0 == UInt8(ascii: "?") }.count
        let isEscaped = markCount > 0 && text.utf8.dropLast(markCount).last == UInt8(ascii: "\\")
        let text = Substring(text.utf8.dropLast(isEscaped ? markCount - 1 : markCount))
        if text.count < 2 && text != "*" { return nil }
        var parts: [Query] = []
        for piece in Self.pieces(of: text) {
            guard let part = Self.pattern(piece, field: field) else { continue }
            parts.append(part)
        }
        guard parts.contains(where: { if case .pattern = $0 { true } else { false } }) else { return nil }
        if parts.count == 1 { return parts[0] }
        return .near(parts, [Proximity](repeating: .adjacent, count: parts.count - 1))
    }

    /// The parts of a word with wildcards between what separates words.
    private static func pieces(of text: Substring) -> [String] {
        var (pieces, piece, isEscaped) = ([String](), "", false)
        for scalar in text.unicodeScalars {
            if isEscaped || scalar == "*" || scalar == "?" || scalar == "\\" || scalar == "_" || scalar == "'"
                || scalar == "’" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
            {
                piece.unicodeScalars.append(scalar)
                isEscaped = scalar == "\\" && !isEscaped
            } else if !piece.isEmpty {
                pieces.append(piece)
                piece = ""
            }
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    /// A piece with wildcards as a pattern, another as a word; nil for wildcards alone.
    private static func pattern(_ piece: String, field: String?) -> Query? {
        // Found letter by letter, they are found whatever stands beside them.
        let letters = String(piece.drop { $0 == "*" }.reversed().drop { $0 == "*" }.reversed())
        if QueryWords.standsByLetters(letters) { return .word(text: letters, field: field, exact: false) }
        var (wildcardCount, otherCount, isEscaped) = (0, 0, false)
        for scalar in piece.unicodeScalars {
            if isEscaped || (scalar != "*" && scalar != "?" && scalar != "\\") {
                otherCount += 1
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                wildcardCount += 1
            }
        }
        if otherCount == 0 { return nil }
        if wildcardCount == 0 { return .word(text: QueryTerm.unescaped(piece), field: field, exact: false) }
        if wildcardCount == 1, piece.last == "*", !piece.contains("\\") {
            return .pattern(.prefix(String(piece.dropLast())), field: field)
        }
        return .pattern(.wildcard(piece), field: field)
    }
}
