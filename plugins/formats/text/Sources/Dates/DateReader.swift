import PluginAPI

/// Finds dates among the tokens of a text.
struct DateReader {
    /// Years that an article can bear; other numbers are no years.
    static let years = 1500...2099

    let bytes: ArraySlice<UInt8>
    let tokens: [DateTokens.Token]
    let order: DayOrder

    init(_ bytes: ArraySlice<UInt8>, order: DayOrder) {
        self.bytes = bytes
        self.tokens = DateTokens(bytes).tokens
        self.order = order
    }

    /// The date that begins with a token, and the index after its last token.
    func date(at index: Int) -> (date: CalendarDate, end: Int)? {
        let token = tokens[index]
        switch token.kind {
        case .mark: return nil
        case .word: return isWordOfNumber(index) ? nil : monthFirst(index)
        case .number:
            if isContinued(index) { return nil }
            if let found = eastAsian(index) { return found }
            switch token.digitCount {
            case 8: return compact(token, index)
            case 14: return compact(token, index)
            case 4: return yearFirst(index)
            case 1, 2: return numeric(index) ?? dayFirst(index)
            default: return nil
            }
        }
    }

    /// A number that goes on from one before it: `:30` of a time, the tail of a longer number.
    private func isContinued(_ index: Int) -> Bool {
        guard index > 0, tokens[index - 1].kind == .mark, touches(index - 1, index) else { return false }
        let mark = tokens[index - 1].value
        if mark == 0x3A, index > 1 { return tokens[index - 2].kind == .number }
        let isJoint = mark == 0x2E || mark == 0x2F || mark == 0x2D
        guard isJoint, index > 1, tokens[index - 2].kind == .number else { return false }
        return touches(index - 2, index - 1)
    }

    /// `may` of `12may`.
    private func isWordOfNumber(_ index: Int) -> Bool {
        index > 0 && tokens[index - 1].kind == .number && touches(index - 1, index)
    }

    private func touches(_ left: Int, _ right: Int) -> Bool {
        tokens[left].range.upperBound == tokens[right].range.lowerBound
    }

    /// `20230303`, `20230303091500`.
    private func compact(_ token: DateTokens.Token, _ index: Int) -> (CalendarDate, Int)? {
        let value = token.digitCount == 14 ? token.value / 1_000_000 : token.value
        return make(value / 10_000, value / 100 % 100, value % 100).map { ($0, index + 1) }
    }

    /// `2023-03-03`, `2023/3/3`, `2023. 3. 3.`, `2023 March 3`, `2023. március 3.`
    private func yearFirst(_ index: Int) -> (CalendarDate, Int)? {
        let year = tokens[index].value
        if let mark = mark(index + 1, among: [0x2D, 0x2F, 0x2E]), let month = short(index + 2),
            self.mark(index + 3, among: [mark]) != nil, let day = short(index + 4)
        {
            return make(year, month, day).map { ($0, index + 5) }
        }
        let name = skip(index + 1)
        guard case .month(let month)? = word(name).meaning else { return nil }
        let place = skip(word(name).end)
        guard let day = short(place), mark(place + 1, among: [0x3A]) == nil else { return nil }
        return make(year, month, day).map { ($0, place + 1) }
    }

    /// `03/04/2023`, `3.4.2023`, `3. 4. 2023`, `03-04-2023`.
    private func numeric(_ index: Int) -> (CalendarDate, Int)? {
        guard let mark = mark(index + 1, among: [0x2D, 0x2F, 0x2E]), let second = short(index + 2),
            self.mark(index + 3, among: [mark]) != nil, index + 4 < tokens.count,
            tokens[index + 4].kind == .number, tokens[index + 4].digitCount == 4
        else { return nil }
        let first = tokens[index].value
        let isMonthFirst = second > 12 || (first <= 12 && mark != 0x2E && order == .monthFirst)
        let (day, month) = isMonthFirst ? (second, first) : (first, second)
        return make(tokens[index + 4].value, month, day).map { ($0, index + 5) }
    }

    /// `3 March 2023`, `3. März 2023`, `3 de marzo de 2023`, `3rd of March, 2023`, `03-Mar-2023`, `3 tháng 3 năm 2023`.
    private func dayFirst(_ index: Int) -> (CalendarDate, Int)? {
        var place = skip(index + 1)
        var month = 0
        var isThai = false
        switch word(place).meaning {
        case .month(let value)?:
            month = value
            isThai = bytes[tokens[place].range.lowerBound] == 0xE0
            place = word(place).end
        case .monthNumber?:
            guard let value = short(place + 1) else { return nil }
            (month, place) = (value, place + 2)
        default: return nil
        }
        place = skip(place)
        // آذار/مارس: the month in two calendars' names.
        if case .month? = word(place).meaning { place = skip(word(place).end) }
        guard let year = year(place, isThai: isThai) else { return nil }
        return make(year, month, tokens[index].value).map { ($0, place + 1) }
    }

    /// `March 3, 2023`, `Mar. 3rd 2023`, and as programs print it `Mar  3 09:15:00 +0000 2023`.
    private func monthFirst(_ index: Int) -> (CalendarDate, Int)? {
        guard index + 2 < tokens.count, case .month(let month)? = word(index).meaning else { return nil }
        let dayPlace = skip(word(index).end, wordLimit: 0)
        guard let day = short(dayPlace), mark(dayPlace + 1, among: [0x3A]) == nil else { return nil }
        var place = skip(dayPlace + 1)
        if short(place) != nil, mark(place + 1, among: [0x3A]) != nil { place = afterTime(place) }
        guard let year = year(place, isThai: false) else { return nil }
        return make(year, month, day).map { ($0, place + 1) }
    }

    /// After `09:15:00`, and a zone as `+0000` or `EST`.
    private func afterTime(_ start: Int) -> Int {
        var place = start
        while short(place) != nil, mark(place + 1, among: [0x3A]) != nil { place += 2 }
        place += 1
        if mark(place, among: [0x2B, 0x2D]) != nil { place += 2 }
        if place < tokens.count, tokens[place].kind == .word { place += 1 }
        return mark(place, among: [0x2C]) != nil ? place + 1 : place
    }

    /// `2023年3月3日`, `2023년 3월 3일`, `令和5年3月3日`, `民國112年3月3日`.
    private func eastAsian(_ index: Int) -> (CalendarDate, Int)? {
        guard index + 4 < tokens.count, let month = short(index + 2), let day = short(index + 4),
            starts(index + 1, with: "年") || starts(index + 1, with: "년"),
            starts(index + 3, with: "月") || starts(index + 3, with: "월")
        else { return nil }
        var year = tokens[index].value
        if index > 0, tokens[index - 1].kind == .word {
            // Source: the first years of the eras; the year before each is added to the count.
            for (era, before) in [
                ("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867), ("民國", 1911),
                ("民国", 1911),
            ] where bytes[tokens[index - 1].range].suffix(6).elementsEqual(era.utf8) {
                guard year < 200 else { return nil }
                year += before
            }
        }
        let isEnded =
            starts(index + 5, with: "日") || starts(index + 5, with: "일") || starts(index + 5, with: "号")
        return make(year, month, day).map { ($0, isEnded ? index + 6 : index + 5) }
    }

    private func make(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
        Self.years.contains(year) ? CalendarDate(year: year, month: month, day: day) : nil
    }

    private func starts(_ index: Int, with text: String) -> Bool {
        index < tokens.count && tokens[index].kind == .word
            && bytes[tokens[index].range].starts(with: text.utf8)
    }

    private func mark(_ index: Int, among marks: [Int]) -> Int? {
        guard index < tokens.count, tokens[index].kind == .mark, marks.contains(tokens[index].value) else {
            return nil
        }
        return tokens[index].value
    }

    /// A number of one or two digits.
    private func short(_ index: Int) -> Int? {
        guard index < tokens.count, tokens[index].kind == .number, tokens[index].digitCount <= 2 else {
            return nil
        }
        return tokens[index].value
    }

    /// A year of four digits; of two where a time follows (RFC 822); of the Thai calendar after a Thai month.
    private func year(_ index: Int, isThai: Bool) -> Int? {
        guard index < tokens.count, tokens[index].kind == .number else { return nil }
        let value = tokens[index].value
        // Source: the Thai solar calendar counts from 543 BC.
        if isThai, (2400...2699).contains(value) { return value - 543 }
        if tokens[index].digitCount == 4 { return mark(index + 1, among: [0x3A]) == nil ? value : nil }
        guard tokens[index].digitCount == 2, short(index + 1) != nil, mark(index + 2, among: [0x3A]) != nil
        else {
            return nil
        }
        // Source: RFC 2822, 4.3: 00...49 are of this century.
        return value < 50 ? 2000 + value : 1900 + value
    }

    /// The index after marks and joining words, at most three words.
    private func skip(_ start: Int, wordLimit: Int = 3) -> Int {
        var index = start
        var wordCount = 0
        while index < tokens.count, index < start + 6 {
            if mark(index, among: [0x2C, 0x2E, 0x2D, 0x2F, 0x27, 0]) != nil {
                index += 1
            } else if wordCount < wordLimit, word(index).meaning == .joiner {
                wordCount += 1
                index += 1
            } else {
                break
            }
        }
        return index
    }

    /// What the word at a token means in a date, and the index after it.
    func word(_ index: Int) -> (meaning: DateWord?, end: Int) {
        guard index < tokens.count, tokens[index].kind == .word, tokens[index].range.count <= 60 else {
            return (nil, index)
        }
        let word = String(decoding: bytes[tokens[index].range], as: UTF8.self).lowercased()
        // Two months of the Levant are two words.
        if index + 1 < tokens.count, tokens[index + 1].kind == .word,
            bytes[tokens[index].range.lowerBound] >= 0xD8
        {
            let next = String(decoding: bytes[tokens[index + 1].range], as: UTF8.self)
            if let meaning = DateWords.meaning(word + "_" + next) { return (meaning, index + 2) }
        }
        return (DateWords.meaning(word), index + 1)
    }
}
