/// The people and organisations that a list of authors names.
struct AuthorNames {
    /// People; organisations where there are none.
    var names: [String] { people.isEmpty ? organizations : people }
    private var people: [String] = []
    private var organizations: [String] = []

    /// A longer text is no list of names.
    private static let limitBytes = 600

    private static let conjunctions = words(
        """
        and & with und mit et avec con com og och med ve ile ja oraz и та και dan và و 및 a as told
        """)
    /// Conjunctions that stand inside names too, and part them only between full names.
    private static let shortConjunctions: Set<String> = ["y", "e", "i", "en", "és", "und", "et", "a"]

    /// Words after a name that lead away from it: `for The Times`, `in Seoul`.
    private static let ends = words(
        """
        for in at from of on to special reports reporting is was who via about für aus pour para desde
        dalla dal voor uit special, updated published posted last contributed edited illustrations
        photographs photography photos photo graphics |
        """)

    private static let offices = words(
        """
        reporter reporters correspondent correspondents editor editors writer writers columnist
        contributor contributors journalist producer photographer analyst critic freelancer intern
        blogger author fellow researcher professor redakteur redakteurin korrespondent korrespondentin journalistin correspondant
        correspondante journaliste envoyé corresponsal periodista redactor redactora reportero repórter
        jornalista colunista giornalista inviato inviata redacteur verslaggever correspondente
        корреспондент обозреватель редактор журналист muhabir muhabiri dziennikarz reportér toimittaja
        wartawan 記者 记者 기자 특파원
        """)
    /// Words around an office.
    private static let ranks = words(
        """
        senior staff chief deputy assistant associate contributing managing executive special guest
        political sports national foreign international business news features feature health science
        technology tech digital general investigative data local city crime education entertainment food
        travel opinion lead principal freelance global former economics markets ap diplomatic white
        house capitol media culture commerce medical
        """)
    private static let organizationWords = words(
        """
        news press agency staff team editorial newsroom desk bureau wire wires board times post journal
        tribune gazette herald telegraph telegram chronicle magazine media network networks tv radio
        broadcasting reuters bloomberg associated xinhua tass interfax agencia agence agencies agencias
        redaktion redaktionen redacción redacao redação rédaction redazione redactie redakcja redakce
        редакция университет inc inc. llc ltd ltd. corp corp. gmbh company group foundation institute
        university council committee ministry department office association society center centre weekly
        daily review studio studios labs editors contributors reporters brandroom website online blog
        newswire today library school college club service services publishing publications gazeta
        zeitung journalists
        """)
    private static let nobody = words(
        """
        admin administrator webmaster editor root guest unknown anonymous null undefined none author
        user test nobody n/a na by default superuser wordpress contributor var false true super
        """)
    private static let suffixes = words(
        """
        jr sr ii iii iv phd md esq cfa cpa rn rd rdn do jd mph mba dds dvm psyd cfp lcsw facp ms ma msc
        cscs dphil dr
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    init(_ list: String) {
        guard list.utf8.count <= Self.limitBytes else { return }
        var pieces = Self.pieces(list)
        if pieces.count == 2, pieces.allSatisfy({ $0.words.count == 1 && !Self.isSuffix($0.words[0]) }),
            pieces[1].isAfterComma, !Self.isOrganization(String(pieces[0].words[0])),
            !Self.isOrganization(String(pieces[1].words[0]))
        {
            // `Lee, Ann`, as catalogues write it.
            pieces = [Piece(words: pieces[1].words + pieces[0].words, isAfterComma: false)]
        }
        for piece in pieces { add(piece) }
    }

    private struct Piece {
        var words: [Substring]
        var isAfterComma: Bool
    }

    /// The list cut at marks and conjunctions.
    private static func pieces(_ list: String) -> [Piece] {
        var pieces: [Piece] = []
        var words: [Substring] = []
        var depth = 0
        var isAfterComma = false
        func flush(comma: Bool) {
            if !words.isEmpty { pieces.append(Piece(words: words, isAfterComma: isAfterComma)) }
            words = []
            isAfterComma = comma
        }
        let all = list.split(whereSeparator: \.isWhitespace)
        for (index, word) in all.enumerated() {
            if word.first == "(" || word.first == "[" { depth += 1 }
            let isInside = depth > 0
            if depth > 0, word.contains(")") || word.contains("]") { depth -= 1 }
            if isInside || word.holdsScheme { continue }
            let lower = word.lowercased()
            if shortConjunctions.contains(lower), !words.isEmpty {
                let rest = all[(index + 1)...].prefix(while: {
                    !$0.hasSuffix(",") && !conjunctions.contains($0.lowercased())
                })
                if words.count >= 2, rest.count >= 2 { flush(comma: false) } else { words.append(word) }
            } else if conjunctions.contains(lower), words.count >= 3,
                !words.contains(where: { offices.contains($0.lowercased()) }),
                isOrganization(words.joined(separator: " "))
            {
                // `Institute of Bays and Harbours`.
                words.append(word)
            } else if conjunctions.contains(lower) || word.allSatisfy({ parting.contains($0) || $0 == "-" }) {
                flush(comma: word == ",")
            } else {
                let parts = word.split(
                    omittingEmptySubsequences: false, whereSeparator: { parting.contains($0) })
                for (place, part) in parts.enumerated() {
                    if place > 0 { flush(comma: word.contains(",")) }
                    if !part.isEmpty { words.append(part) }
                }
            }
        }
        flush(comma: false)
        return pieces
    }

    private static let parting: Set<Character> = [
        ",", ";", "|", "•", "·", "/", "、", "，", "；", "／", "–", "—", "｜", "丨", "・", "»", "،", ":", "：", "●",
        "†", "‡",
    ]

    private mutating func add(_ piece: Piece) {
        var words = piece.words[...]
        while let first = words.first, ["by", "author", "story", "written"].contains(first.lowercased()) {
            words = words.dropFirst()
        }
        if let first = words.first, Self.ends.contains(first.lowercased()) { return }
        if let digit = words.firstIndex(where: { $0.contains(where: \.isNumber) }) {
            // A date or a number, and the month before it.
            words = words[..<digit]
            while let last = words.last, DateWords.meaning(last.lowercased().trimmingMarks) != nil {
                words.removeLast()
            }
        }
        if let end = words.dropFirst().firstIndex(where: { Self.ends.contains($0.lowercased()) }) {
            words = words[..<end]
        }
        if words.contains(where: Self.isAddress) { words = words.prefix(while: { !Self.isAddress($0) }) }
        if words.count == 1, let word = words.first, Self.isSuffix(word), let last = people.indices.last {
            people[last] += (piece.isAfterComma ? ", " : " ") + word
            return
        }
        if words.allSatisfy({ DateWords.meaning($0.lowercased().trimmingMarks) != nil }) { return }
        while words.count > 2, let last = words.last,
            DateWords.meaning(last.lowercased().trimmingMarks) == .weekday
        {
            words.removeLast()
        }
        words = Self.withoutOffice(words)
        let name = words.joined(separator: " ").trimmingMarks
        let lower = name.lowercased()
        guard !name.isEmpty, name.contains(where: \.isLetter), !Self.nobody.contains(lower) else { return }
        if Self.isOrganization(name) {
            if !organizations.contains(where: { $0.lowercased() == lower }) { organizations.append(name) }
        } else if !people.contains(where: { $0.lowercased() == lower }) {
            people.append(name)
        }
    }

    /// `Ann Lee` of `Ann Lee Senior Reporter` and of `Staff Writer Ann Lee`; nothing of an office alone.
    private static func withoutOffice(_ words: ArraySlice<Substring>) -> ArraySlice<Substring> {
        guard let last = words.lastIndex(where: { offices.contains($0.lowercased()) }) else { return words }
        let after = words[(last + 1)...]
        if after.count >= 2 { return after }
        guard var name = words.firstIndex(where: { offices.contains($0.lowercased()) }).map({ words[..<$0] })
        else {
            return words
        }
        while let rank = name.last, ranks.contains(rank.lowercased()) { name.removeLast() }
        return name.count >= 2 ? name : []
    }

    private static func isSuffix(_ word: Substring) -> Bool {
        suffixes.contains(word.lowercased().filter { $0 != "." })
    }

    /// E-mail and web addresses, handles.
    private static func isAddress(_ word: Substring) -> Bool {
        if word.utf8.contains(0x40) || word.holdsScheme || word.hasPrefix("www.") { return true }
        guard let dot = word.lastIndex(of: "."), dot != word.startIndex else { return false }
        let end = word[word.index(after: dot)...]
        // `bay.example`, but neither `Ph.D` nor `J.R`.
        return end.count >= 2 && end.allSatisfy(\.isLowercase) && word.count >= 5
    }

    static func isOrganization(_ name: String) -> Bool {
        let words = name.lowercased().split(separator: " ")
        if words.first == "the", words.count > 1 { return true }
        if words.contains(where: { organizationWords.contains(String($0)) }) { return true }
        let isShort = words.count == 1 && name.utf8.count <= 5 && name.utf8.count >= 2
        return isShort && name.allSatisfy { $0.isUppercase && $0.isASCII }
    }
}

/// What may stand around a name.
private let marksAround: Set<Character> = [
    "*", "†", "‡", ",", ";", ":", " ", "\u{A0}", "\"", "“", "”", "-", "–", "—", "|", "•", "·", "_",
]

extension StringProtocol {
    /// Whether it is an address with its scheme.
    fileprivate var holdsScheme: Bool { utf8.contains(0x3A) && contains("://") }

    /// Without footnote marks, quotes and punctuation around it; the dot of an abbreviation stays.
    var trimmingMarks: String {
        var text = self[...]
        while let first = text.first, marksAround.contains(first) || first == "." { text.removeFirst() }
        while let last = text.last, marksAround.contains(last) || (last == "." && isSentenceEnd(text)) {
            text.removeLast()
        }
        return String(text)
    }

    private func isSentenceEnd(_ text: SubSequence) -> Bool {
        let word = text.split(separator: " ").last?.dropLast() ?? ""
        return word.count > 1 && !word.contains(".")
            && !["jr", "sr", "dr", "esq"].contains(word.lowercased())
    }
}
