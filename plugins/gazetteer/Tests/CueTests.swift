import Testing

@testable import Gazetteer

@Test("Every row of cues.tsv can be read, and each side has cues")
func cuesAreRead() throws {
    var problems = ProblemList()
    let languages = Cues.read(Cues.bytes, &problems)
    #expect(problems.isEmpty, "\(problems.error)")
    let cues = try #require(languages["en"])
    #expect(cues.before.count > 200 && cues.after.count > 200 && cues.nouns.count > 200)
    #expect(Set(languages.keys) == ["ar", "de", "en", "es", "fr", "ja", "ko", "ru", "zh"])
    var wrong = ProblemList()
    _ = Cues.read(Array("cue\tsense\tside\nin\tplace\tbehind\nin\tthere\tbefore\n".utf8), &wrong)
    #expect(
        wrong.error.description == """
            cues.tsv:2: side is neither before, after nor noun
            cues.tsv:3: sense is neither government, place nor skip
            """)
}

@Test("No cue stands twice on one side of one language")
func cuesAreDistinct() {
    var seen: [String: Int] = [:]
    let lines = String(decoding: Cues.bytes, as: UTF8.self).split(separator: "\n")
    for fields in lines.map({ $0.split(separator: "\t") }) where fields.count >= 3 {
        let side = fields[2...].joined(separator: " ")
        for cue in fields[0].split(separator: "|") { seen["\(cue) \(side)", default: 0] += 1 }
    }
    #expect(seen.filter { $0.value > 1 }.keys.sorted() == [])
}
