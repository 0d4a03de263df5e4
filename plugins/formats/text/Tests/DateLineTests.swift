import PluginAPI
import TestSupport
import Testing

@testable import TextFormat

@Suite("DateLine")
struct DateLineTests {
    private func day(_ text: String, _ order: DayOrder = .dayFirst) -> String? {
        DateLine.parse(Array(text.utf8), order: order)?.description
    }

    @Test(
        "Every month of every language is read after a day, before a day, and in capitals", arguments: 1...12)
    func months(month: Int) {
        let expected = CalendarDate(year: 2019, month: month, day: 23)?.description
        for (language, names) in DateWords.months {
            let name = names.split(separator: " ")[month - 1].replacing("_", with: " ")
            guard name != "-" else { continue }
            for form in [
                "23 \(name) 2019", "23. \(name). 2019", "\(name) 23, 2019", "2019 \(name) 23",
                "23-\(name)-2019",
                "23 de \(name) de 2019", "23 \(name.uppercased()) 2019",
            ] {
                #expect(day(form) == expected, "\(language): \(form)")
            }
        }
    }

    @Test(
        "A day is read in the forms of newspapers and programs",
        arguments: [
            "2023-03-04", "2023-03-04T23:59:59Z", "2023-03-04T00:15:00+09:00", "2023-03-04 09:15",
            "2023/03/04",
            "20230304", "20230304T091500Z", "Sat, 04 Mar 2023 09:15:00 GMT",
            "Saturday, 04-Mar-23 09:15:00 GMT",
            "Sat Mar  4 09:15:00 2023", "Sat Mar 04 09:15:00 +0000 2023", "March 4, 2023", "4 March 2023",
            "Mar. 4th, 2023", "4th of March 2023", "MARCH 4, 2023", "Saturday, March 4, 2023",
            "Published: March 4, 2023", "Posted on Mar 4, 2023 at 9:15 am EST", "| Mar 4, 2023 9:15am EST",
            "Published 9:15 AM EST, Sat March 4, 2023", "4. März 2023", "Samstag, 4. März 2023, 9.15 Uhr",
            "Veröffentlicht am 04.03.2023", "4. 3. 2023", "Publié le 4 mars 2023 à 09h15",
            "samedi 4 mars 2023",
            "4 de marzo de 2023", "sábado, 4 de marzo de 2023", "Publicado em 4 de março de 2023 às 9h15",
            "Sabato 4 marzo 2023", "zaterdag 4 maart 2023", "Lördag 4 mars 2023 kl. 09.15", "4 марта 2023 г.",
            "Опубликовано: 4 марта 2023", "sobota, 4 marca 2023", "4 Mart 2023 Cumartesi", "2023. március 4.",
            "2023年3月4日", "2023年3月4日 星期六", "发布时间：2023年3月4日 09:15", "2023年3月4日(土) 午前9時15分 公開",
            "令和5年3月4日", "民國112年3月4日", "2023년 3월 4일", "입력 2023.03.04 09:15", "السبت 4 مارس 2023",
            "٤ مارس ٢٠٢٣", "4 آذار/مارس 2023", "4 มีนาคม 2566", "๔ มีนาคม ๒๕๖๖", "4 มี.ค. 2566",
            "ngày 4 tháng 3 năm 2023", "4 במרץ 2023", "4 मार्च 2023", "4 maaliskuuta 2023", "4 Μαρτίου 2023",
            "4\u{A0}mars\u{202F}2023", "２０２３年３月４日",
        ])
    func forms(line: String) {
        #expect(day(line) == "2023-03-04")
    }

    @Test("Of two small numbers the day is first, but in American English and where only one can be a month")
    func order() {
        #expect(day("03/04/2023") == "2023-04-03")
        #expect(day("03/04/2023", .monthFirst) == "2023-03-04")
        #expect(day("03.04.2023", .monthFirst) == "2023-04-03")
        #expect(day("13/04/2023", .monthFirst) == "2023-04-13")
        #expect(day("04/13/2023") == "2023-04-13")
        #expect(DayOrder(language: "en-US") == .monthFirst)
        #expect(DayOrder(language: "en-GB") == .dayFirst)
        #expect(DayOrder(language: "de") == .dayFirst)
        #expect(DayOrder(language: nil) == .dayFirst)
    }

    @Test(
        "What names no day gives none",
        arguments: [
            "© 2023", "Copyright 2023 Bay News", "© 4 March 2023", "2023", "March 2023", "March 4", "4 March",
            "10:30 Mar 2023",
            "31 February 2023", "2023-13-01", "192.168.10.2023", "Version 3.4.2.2023", "9999-12-31",
            "0001-01-01",
            "March 4, 9:15", "The ferry sailed on March 4, 2023, and came back.", "Call 555-03-2023", "",
        ])
    func none(line: String) {
        #expect(day(line) == nil)
    }

    @Test(
        "A change is told from the publication",
        arguments: [
            "Published 4 March 2023, updated 6 April 2023",
            "Updated: April 6, 2023 | Published: March 4, 2023",
            "Publié le 4 mars 2023, mis à jour le 6 avril 2023", "4.3.2023, aktualisiert am 6.4.2023",
            "Опубликовано 4 марта 2023, обновлено 6 апреля 2023", "2023年3月4日 公開 2023年4月6日 更新",
            "입력 2023.03.04 09:15 수정 2023.04.06 10:00",
        ])
    func changes(line: String) {
        let dates = DateLine.dates(in: Array(line.utf8))
        #expect(dates.filter(\.isChange).map(\.date.description) == ["2023-04-06"])
        #expect(dates.filter { !$0.isChange }.map(\.date.description) == ["2023-03-04"])
        #expect(day(line) == "2023-03-04")
    }

    @Test("Dates in running text are found with their places")
    func prose() {
        let text = Array("On 4 March 2023 the ferry sailed; by 2023-04-06 it was back.".utf8)
        let found = DateLine.dates(in: text)
        #expect(found.map(\.date.description) == ["2023-03-04", "2023-04-06"])
        #expect(
            found.map { String(decoding: text[$0.range], as: UTF8.self) } == ["4 March 2023", "2023-04-06"])
    }

    @Test("A program's clock counts seconds or milliseconds, and one that was never set gives no day")
    func machine() {
        func day(_ text: String) -> String? { DateLine.machine(Array(text.utf8))?.description }
        #expect(day("1677921300") == "2023-03-04")
        #expect(day("1677921300000") == "2023-03-04")
        #expect(day("1970-01-01T00:00:00Z") == nil)
        #expect(day("0086400000") == nil && day("0100000000") == "1973-03-03")
        #expect(day("2023-03-04T23:59:59-0500") == "2023-03-04")
    }

    @Test("Any bytes are read without harm, in linear time")
    func broken() {
        var generator = SeededGenerator(state: 7)
        let parts: [[UInt8]] = [
            [0xE5], [0xE5, 0xB9], Array("年".utf8), Array("12".utf8), Array("2023".utf8), [0x2E], [0x2F],
            [0x20], [0xD9],
            [0xEF, 0xBC], Array("mar".utf8), [0xC2], [0xFF], [0x3A],
        ]
        for _ in 0..<2000 {
            let text = (0..<12).flatMap { _ in parts.randomElement(using: &generator) ?? [] }
            _ = DateLine.dates(in: text)
            _ = DateLine.parse(text)
        }
        _ = DateLine.dates(in: Array(String(repeating: "12.", count: 100_000).utf8))
    }
}
