import PluginAPI

/// Reads a line that names who wrote the article.
public enum Byline {
    /// Words that a name may hold in lower case.
    private static let particles: Set<String> = [
        "and", "de", "del", "della", "der", "den", "van", "von", "zu", "al", "el", "bin", "ibn", "bint", "la",
        "le", "da",
        "dos", "das", "do", "du", "di", "ben", "ter", "ten", "te", "y", "e", "af", "av", "abu", "ul", "'t",
    ]

    /// Longer lines are text.
    @usableFromInline static let lineLimitBytes = 200
    /// The same where the markup says that it is a byline, or it stands next to the headline.
    @usableFromInline static let labelledLimitBytes = 300

    /// What stands before the names. Those that end in `|` need a full name after them, as they are common words too.
    private static let labels = """
        by ;by: ;author: ;authors: ;author ;written by ;words by ;story by ;report by ;reported by ;posted by ;text by
        published by ;article by ;analysis by ;opinion by ;review by ;contributed by ;submitted by ;reporter: ;writer:
        por |;por: ;autor: ;autora: ;autores: ;escrito por ;publicado por ;texto: ;texto de ;redacción: ;redação:
        par |;auteur: ;auteur : ;auteurs : ;écrit par ;rédigé par ;publié par ;propos recueillis par ;texte: ;texte :
        von |;autor/in: ;autorin: ;geschrieben von ;verfasst von ;ein artikel von ;ein gastbeitrag von ;eine analyse von
        ein kommentar von ;text: ;di |;autore: ;scritto da ;a cura di ;door |;geschreven door ;auteur: ;tekst: ;av |
        skriven av ;skrevet av ;af |;skrevet af ;teksti: ;kirjoittanut ;autorka: ;napisał ;napisała ;opracował ;szerző: ;írta:
        yazan: ;yazar: ;oleh |;oleh: ;penulis: ;tác giả: ;автор: ;авторы: ;автор ;Автор: ;Авторы: ;Автор ;текст: ;Текст:
        Auteur : ;Szerző: ;Írta: ;συντάκτης: ;Συντάκτης: ;του |;作者：;作者:;作者 ;文/;文／;文：;文:;文｜;文丨;撰文：;撰文/;撰文:;
        记者：;记者 ;记者/;記者：;記者 ;本报记者 ;本報記者 ;执笔：;取材・文：;取材・文=;文＝;文=;بقلم: ;بقلم ;الكاتب: ;كتب: ;كتبت:
        מאת: ;מאת ;लेखक: ;โดย ;ผู้เขียน: ;ผู้เขียน
        """

    private struct Label {
        var bytes: [UInt8]
        var needsFullName: Bool
    }

    /// Labels by the byte they begin with, the longest first.
    private static let labelsByByte: [[Label]] = {
        var table = [[Label]](repeating: [], count: 256)
        let all = labels.split(whereSeparator: { $0 == ";" || $0.isNewline })
        for text in all {
            let bytes = Array(text.filter { $0 != "|" }.utf8)
            guard let first = bytes.first else { continue }
            table[Int(first)].append(Label(bytes: bytes, needsFullName: text.hasSuffix("|")))
        }
        return table.map { $0.sorted { $0.bytes.count > $1.bytes.count } }
    }()

    /// What follows the names in East Asian bylines.
    private static let endings: [[UInt8]] = [" 기자", " 특파원", "기자", " 記者", "記者"].map { Array($0.utf8) }

    /// The authors of `By Ann Lee* and Bo Dahl, Reuters`; nil when the line is not a byline.
    @inlinable public static func authors(_ line: some RandomAccessCollection<UInt8>) -> [String]? {
        line.count <= lineLimitBytes ? authors(bytes: Array(line)) : nil
    }

    @usableFromInline static func authors(bytes line: [UInt8]) -> [String]? {
        // A line of wrapped text may go on with "by", not with "By".
        if let first = line.first, (0x61...0x7A).contains(first) { return nil }
        return authors(anyCase: line[...])
    }

    private static func authors(anyCase line: ArraySlice<UInt8>) -> [String]? {
        guard line.count >= 5, line.count <= lineLimitBytes, let rest = afterLabel(line) else { return nil }
        let text = String(decoding: rest.bytes, as: UTF8.self)
        if text.hasSuffix("."), text.count >= 40 { return nil }
        let names = split(text)
        guard !names.isEmpty, names.count <= 12, names.allSatisfy(isName) else { return nil }
        if rest.needsFullName, !names.allSatisfy({ $0.contains(" ") }) { return nil }
        return names
    }

    /// The authors of a text whose markup says that it is a byline, with or without a label before them.
    ///
    /// Empty when it holds no name.
    @inlinable public static func labelled(_ line: some RandomAccessCollection<UInt8>) -> [String] {
        line.count <= labelledLimitBytes ? labelled(bytes: Array(line)) : []
    }

    @usableFromInline static func labelled(bytes text: [UInt8]) -> [String] {
        if let names = beside(text) { return names }
        let end = DateLine.dates(in: text).first?.range.lowerBound ?? text.count
        let names = split(String(decoding: text[..<end], as: UTF8.self))
        return names.count <= 12 && names.allSatisfy(isName) ? names : []
    }

    /// The authors of a line next to a headline, where a label may be written small and a date stand around it:
    /// `by Ann Lee, 4 May 2019`, `posted on 4 May 2019 by Ann Lee`; nil when nothing in it is a label.
    @inlinable public static func beside(_ line: some RandomAccessCollection<UInt8>) -> [String]? {
        line.count <= labelledLimitBytes ? beside(bytes: Array(line)) : nil
    }

    @usableFromInline static func beside(bytes text: [UInt8]) -> [String]? {
        let dates = DateLine.dates(in: text)
        guard let first = dates.first, let last = dates.last else { return authors(anyCase: text[...]) }
        if let names = authors(anyCase: text[..<first.range.lowerBound].trimmed) { return names }
        let after = text[last.range.upperBound...].drop(while: { !isLetter($0) })
        if let names = authors(anyCase: after) { return names }
        // The time and its zone stand between the date and the names.
        let by = after.indices.prefix(24).first { after[$0] == 0x20 && after[$0...].startsFolded(" by ") }
        return by.flatMap { authors(anyCase: after[($0 + 1)...]) }
    }

    /// Authors, and the date of `By Ann Lee* · 4 May 2019`; nil when the line is not a byline.
    static func parts(_ line: [UInt8]) -> (authors: [String], date: CalendarDate?)? {
        guard line.count <= lineLimitBytes else { return nil }
        let dates = line.hasDigit ? DateLine.dates(in: line) : []
        guard let first = dates.first, let last = dates.last else { return authors(line).map { ($0, nil) } }
        let before = line[..<first.range.lowerBound].trimmed
        let after = line[last.range.upperBound...].drop(while: { !isLetter($0) })
        guard let authors = authors(before) ?? authors(after) else { return nil }
        return (authors, (dates.first { !$0.isChange } ?? first).date)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (byte >= 0xC3 && byte != 0xE2)
    }

    /// What follows the label of a byline.
    private static func afterLabel(_ line: ArraySlice<UInt8>) -> (
        bytes: ArraySlice<UInt8>, needsFullName: Bool
    )? {
        guard var first = line.first else { return nil }
        if (0x41...0x5A).contains(first) { first += 0x20 }
        for label in labelsByByte[Int(first)] where label.bytes.count < line.count {
            let isLabel = zip(line, label.bytes).allSatisfy { byte, wanted in
                byte == wanted || ((0x41...0x5A).contains(byte) && byte + 0x20 == wanted)
            }
            if isLabel { return (line.dropFirst(label.bytes.count), label.needsFullName) }
        }
        guard let last = line.last, last >= 0x80, line.count <= 60 else { return nil }
        for ending in endings
        where line.suffix(ending.count).elementsEqual(ending) && line.count > ending.count {
            return (line.dropLast(ending.count), false)
        }
        return nil
    }

    /// Whether a text is nothing but what stands before names: "Written by", "Autor".
    public static func isLabel(_ text: some RandomAccessCollection<UInt8>) -> Bool {
        func isLabel(_ end: String) -> Bool {
            let line = Array(text) + Array(end.utf8)
            return afterLabel(line[...]).map { $0.bytes.count <= 2 } ?? false
        }
        return text.count <= 40 && isLabel(" x") || isLabel(": x")
    }

    /// Names in a list: the people, or the organisations where it names no people.
    ///
    /// Cuts "By", footnote marks, addresses, offices ("Reuters correspondent"), places ("in Seoul") and the
    /// publication after a name ("Ann Lee | Bay News").
    public static func split(_ list: String) -> [String] { AuthorNames(list).names }

    /// Whether a name is one of an agency, a newsroom or a company, not of a person.
    public static func isOrganization(_ name: String) -> Bool { AuthorNames.isOrganization(name) }

    /// Words with capitals, as names have them; few and short ones of scripts without.
    static func isName(_ name: String) -> Bool {
        let words = name.split(separator: " ")
        guard words.count <= 7, !(words.count == 1 && isWordOfDates(name)) else { return false }
        return words.allSatisfy { word in
            guard let first = word.first(where: { $0.isLetter }) else { return false }
            if first.isUppercase || particles.contains(String(word)) { return true }
            return !first.isCased && words.count <= 4 && name.utf8.count <= 48
        }
    }

    private static func isWordOfDates(_ word: String) -> Bool {
        switch DateWords.meaning(word.lowercased()) {
        case .month?, .weekday?: word.count > 4
        default: false
        }
    }
}
