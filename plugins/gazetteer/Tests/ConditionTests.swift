import Gazetteer
import PluginAPI
import PluginConformance
import Testing

/// What must hold around a form.
@Suite struct ConditionTests {
    static let lists = [
        "names,George", "names,Denzel", "birds,turkeys", "birds,poultry", "states,Texas", "states,Ohio",
    ]
    static let cases: [(conditions: String, yes: [String], no: [String])] = [
        ("not-before:post|irving", ["Xan rose", "Xan, Post"], ["Xan Post", "Xan Irving", "Xan’s Post"]),
        ("not-after:@names", ["at Xan", "George. Xan"], ["George Xan", "DENZEL Xan"]),
        (
            "before:state|@birds", ["Xan State", "Xan turkeys"],
            ["Xan", "Xan, State", "State Xan", "Xan. State"]
        ),
        ("after:president", ["President Xan"], ["Xan", "President, Xan", "Xan President"]),
        ("after:@capitalised", ["Mr Xan", "Gen. Xan", "É Xan"], ["a Xan", "Xan", "Done. Xan"]),
        ("not-before:@capitalised", ["Xan rose", "Xan", "Xan, Rome"], ["Xan Rome"]),
        ("needs:tbilisi|@birds", ["Xan and Tbilisi", "Poultry. Xan"], ["Xan", "Xan and Tbilis"]),
        ("unless:kinshasa|@birds", ["Xan"], ["Xan. Kinshasa", "poultry near Xan"]),
        ("near:2:city", ["Xan is City", "city of Xan"], ["Xan is a city", "city or state of Xan", "Xan"]),
        ("near:2:xan", ["Xan Xan"], ["Xan"]),
        ("not-near:3:coffee", ["Xan", "Xan is a good coffee"], ["Xan has coffee", "coffee. In the Xan"]),
        (
            "not-first",
            ["the Xan", "Mr. Xan", "J. Xan", "us, Xan", "(Xan) and Xan", "U.S. Xan"].map { "So " + $0 },
            [
                "Xan", "Done. Xan", "Really? Xan", "Done.\n\nXan", "He said: Xan", "He said “Xan”",
                "He said, \"Xan\"",
            ]
        ),
        ("hyphen-after", ["Xan-German", "Xan–German"], ["Xan", "Xan - German", "Xan German"]),
        ("not-before:Corp", ["Xan corp", "Xan, Corp", "Xan"], ["Xan Corp", "Xan CORP"]),
        (
            "not-before-comma:Iowa|@states",
            ["Xan Ohio", "Xan. Ohio", "Xan, ohio", "Xan, a", "Xan; Ohio", "Xan"],
            ["Xan, Ohio", "Xan, Iowa", "XAN,\nTexas"]
        ),
        (
            "before-comma:@states", ["Xan, Ohio, said"],
            ["Xan Ohio", "Xan, ohio", "Xan (Ohio)", "Xan,(Ohio)", "Xan”, Ohio", "Xan"]
        ),
        ("after-comma:@capitalised", ["Rome, Xan", "a, B, Xan"], ["rome, Xan", "Rome Xan", "Xan"]),
        ("not-after-comma:rome", ["Rome Xan", "Xan", "Bonn, Xan"], ["Rome, Xan", "rome, Xan"]),
        (
            "mixed-case", ["the Xan", "THE Xan rose", "Xan", "2 Xan 3", "Xan AND co"],
            ["LET XAN PRAY", "XAN AND ROME"]
        ),
        ("needs:a;unless:b;not-first", ["a Xan"], ["Xan a", "a b Xan", "the Xan"]),
        (" not-before : post | irving ; ", ["Xan rose"], ["Xan Post"]),
    ]

    @Test("A condition holds here and does not hold there", arguments: cases)
    func conditions(_ conditions: String, _ yes: [String], _ no: [String]) throws {
        let plugin = try plugin("id,form,conditions", ["A,Xan,\(conditions)"], lists: Self.lists)
        for text in yes { #expect(try Set(found(text, plugin)) == ["Xan|A"], "\(conditions) in \(text)") }
        for text in no { #expect(try found(text, plugin) == [], "\(conditions) in \(text)") }
    }

    @Test("Words in any order match in each, next to one another")
    func anyOrder() throws {
        let plugin = try plugin("id,form,conditions", ["A,Yoon Suk Yeol,any-order"])
        #expect(
            try found("Suk Yeol Yoon, Yoon Suk Yeol, Yeol Yoon Suk, Yoon Yeol, yoon Suk Yeol", plugin) == [
                "Suk Yeol Yoon|A", "Yoon Suk Yeol|A", "Yeol Yoon Suk|A",
            ])
    }

    @Test("A form whose condition fails leaves its words to a shorter one, or to a later row")
    func fallBack() throws {
        let rows = ["A,Washington Post,before:co", "B,Washington,before:now", "C,Washington,"]
        let plugin = try plugin("id,form,conditions", rows)
        #expect(
            try found("Washington Post Co. and Washington Post and Washington now", plugin) == [
                "Washington Post|A", "Washington|C", "Washington|B",
            ])
    }

    @Test("Words are needed or forbidden in the whole article, title and captions too, but not aside")
    func wholeArticle() throws {
        let plugin = try plugin("id,form,conditions", ["A,quad,needs:india;unless:bike"].map { $0 })
        func count(_ zones: [(ZoneKind, String)]) throws -> Int {
            let named = zones.map { (kind: $0.0, text: $0.1) }
            return try plugin.mentions(in: [MarkedText.tokenize(named)])[0].mentions.count
        }
        #expect(try count([(.title, "quad"), (.body, "India")]) == 1)
        #expect(try count([(.title, "India"), (.caption, "quad")]) == 1)
        #expect(try count([(.body, "quad"), (.biography, "India")]) == 0)
        #expect(try count([(.body, "quad India"), (.biography, "bike")]) == 1)
        #expect(try count([(.body, "quad India"), (.caption, "bike")]) == 0)
    }

    @Test("What one document of a block has is not asked of the next")
    func blocks() throws {
        let plugin = try plugin("id,form,conditions", ["A,Quad,needs:india"])
        let documents = ["Quad India", "Quad", "India", "Quad"].map { MarkedText($0).document }
        #expect(try plugin.mentions(in: documents).map(\.mentions.count) == [1, 0, 0, 0])
        #expect(facetViolations(of: plugin, documents: documents) == [])
    }
}
