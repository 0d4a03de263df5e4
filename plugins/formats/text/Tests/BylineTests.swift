import PluginAPI
import Testing

@testable import TextFormat

@Suite("Byline")
struct BylineTests {
    @Test(
        "Two authors are read in the forms of many languages",
        arguments: [
            "By Ann Lee and Bo Dahl", "BY Ann Lee & Bo Dahl", "By Ann Lee* and Bo Dahl†",
            "By: Ann Lee, Bo Dahl",
            "By Ann Lee, Bo Dahl, Reuters", "By Ann Lee | Bo Dahl", "Written by Ann Lee and Bo Dahl",
            "By Ann Lee in Seoul and Bo Dahl in Oslo",
            "By Ann Lee, Senior Correspondent, and Bo Dahl, Editor",
            "By Ann Lee and Bo Dahl, Special to The Bay News", "By Ann Lee and Bo Dahl for Harbour Review",
            "Story by Ann Lee with Bo Dahl", "Author: Ann Lee; Bo Dahl", "By Ann Lee (Oslo) and Bo Dahl",
            "By Ann Lee, ann@bay.example, and Bo Dahl @bodahl", "By Ann Lee and Bo Dahl • Bay News",
            "By Staff Writer Ann Lee and Bo Dahl", "Por Ann Lee y Bo Dahl", "Escrito por Ann Lee y Bo Dahl",
            "Por Ann Lee e Bo Dahl", "Von Ann Lee und Bo Dahl", "Ein Gastbeitrag von Ann Lee und Bo Dahl",
            "Par Ann Lee et Bo Dahl", "Auteurs : Ann Lee, Bo Dahl", "Di Ann Lee e Bo Dahl",
            "A cura di Ann Lee e Bo Dahl",
            "Door Ann Lee en Bo Dahl", "Av Ann Lee och Bo Dahl", "Skrevet af Ann Lee og Bo Dahl",
            "Autor: Ann Lee, Bo Dahl",
            "Yazan: Ann Lee ve Bo Dahl", "Автор: Ann Lee и Bo Dahl", "作者：Ann Lee、Bo Dahl",
            "文/Ann Lee、Bo Dahl",
            "بقلم: Ann Lee و Bo Dahl", "Szerző: Ann Lee, Bo Dahl", "Oleh Ann Lee dan Bo Dahl",
        ])
    func forms(line: String) {
        #expect(Byline.authors(Array(line.utf8)) == ["Ann Lee", "Bo Dahl"])
    }

    @Test("Names of scripts without capitals are read where the line says that it names the author")
    func scripts() {
        for (line, name) in [
            ("记者 王小明", "王小明"), ("文：山田太郎", "山田太郎"), ("山田太郎 記者", "山田太郎"), ("홍길동 기자", "홍길동"),
            ("بقلم: محمد علي", "محمد علي"), ("Автор: Иван Петров", "Иван Петров"), ("מאת: דן כהן", "דן כהן"),
        ] {
            #expect(Byline.authors(Array(line.utf8)) == [name], "\(line)")
        }
    }

    @Test(
        "Lines that begin like a byline but go on as text name nobody",
        arguments: [
            "By Monday", "By the time Ann Lee arrived the ferry had left", "By far the best ferry",
            "by Ann Lee",
            "By now, Seoul and Oslo had signed.", "By Seoul, Oslo, Manila and New Delhi Talks Were Over.",
            "Von Berlin", "Par Exemple", "Von hier an", "Di più", "Par exemple",
            "By Seoul, where Ann Lee had gone to live, it was late.",
        ])
    func none(line: String) {
        #expect(Byline.authors(Array(line.utf8)) == nil)
    }

    @Test("Names in a list are cleaned, and organisations stay only where nobody is named")
    func lists() {
        for (list, names) in [
            ("Ann Lee | CNN", ["Ann Lee"]), ("ANN LEE, Associated Press", ["ANN LEE"]),
            ("Reuters Staff", ["Reuters Staff"]),
            ("The Associated Press", ["The Associated Press"]), ("Ann Lee, Ph.D.", ["Ann Lee, Ph.D."]),
            ("Bo Dahl Jr., Ann Lee", ["Bo Dahl Jr.", "Ann Lee"]), ("Bo Dahl, Jr.", ["Bo Dahl, Jr."]),
            ("Lee, Ann", ["Ann Lee"]),
            ("Ann Lee Senior Reporter", ["Ann Lee"]), ("Ann Lee | ann@bay.example", ["Ann Lee"]),
            ("Ann Lee, bay.example", ["Ann Lee"]),
            ("Ann Lee,ANN LEE", ["Ann Lee"]), ("admin", []), ("https://bay.example/ann", []),
            ("José Ortega y Gasset", ["José Ortega y Gasset"]),
            ("Ann Lee May 4, 2019", ["Ann Lee"]), ("Ann Lee.", ["Ann Lee"]), ("J.R. Dahl", ["J.R. Dahl"]),
            ("", []),
            ("Ann Lee|Bo Dahl|Cy Young", ["Ann Lee", "Bo Dahl", "Cy Young"]),
        ] {
            #expect(Byline.split(list) == names, "\(list)")
        }
    }

    @Test("A marked byline may lack its label, and its date is none of its names")
    func labelled() {
        for line in [
            "Ann Lee", "by Ann Lee", "by Ann Lee Saturday, May 4, 2019", "By Ann Lee, May 4, 2019",
            "Ann Lee · Updated 4 May 2019, 9:15",
            "4 May 2019 | By Ann Lee",
            "Ann Lee, Bay News Published 9:15 AM EST, Sat May 4, 2019",
        ] {
            #expect(Byline.labelled(Array(line.utf8)) == ["Ann Lee"], "\(line)")
        }
        #expect(Byline.labelled(Array("Share this story with everyone".utf8)) == [])
    }
}
