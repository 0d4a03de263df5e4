import IndexSearch
import PluginAPI
import Testing

@testable import Dossier

@Test("A range of dates holds the days whose dates lie between its ends, as far as these are written")
func dateRanges() throws {
    let ends: [String?] = [
        nil, "2013", "2014", "2014-05", "2014-12", "2015-01", "2015-02-28", "2016-02-29", "2014-05-31",
        "2015",
    ]
    // From 2012 to 2018, the first and last days of years and months among them.
    let days = (Int32(15_330)..<17_900).filter { day in
        let date = CalendarDate(daysSinceEpoch: day).components
        return day % 11 == 0 || date.day == 1 || date.day >= 28
    }
    let dates = days.map { (day: $0, text: CalendarDate(daysSinceEpoch: $0).description) }
    for from in ends {
        for to in ends {
            for (isFrom, isTo) in [(true, true), (true, false), (false, true), (false, false)] {
                let bounds = DateBounds(from: from, to: to, includesFrom: isFrom, includesTo: isTo)
                let range = try DateRange.days(bounds)
                let wrong = dates.filter { date in
                    let isBehind = from.map {
                        date.text.prefix($0.count) > $0 || (isFrom && date.text.hasPrefix($0))
                    }
                    let isBefore = to.map {
                        date.text.prefix($0.count) < $0 || (isTo && date.text.hasPrefix($0))
                    }
                    return (isBehind ?? true && isBefore ?? true) != (range?.contains(date.day) ?? false)
                }
                #expect(wrong.isEmpty, "\(bounds): \(wrong.prefix(3))")
            }
        }
    }
}

@Test("A document without a date is in no range of dates")
func datelessDocuments() throws {
    let all = try DateRange.days(DateBounds(from: nil, to: nil))
    #expect(all.map { !$0.contains(.min) } == true)
}
