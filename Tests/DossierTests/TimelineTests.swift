import PluginAPI
import TestSupport
import Testing

@testable import Dossier

private func index(_ days: [String?]) throws -> SearchIndex {
    let folder = try TemporaryFolder()
    var source = ArticleSource()
    for (number, day) in days.enumerated() {
        source.write("n\(number)", "News\n\n\(number % 2 == 0 ? "South Korea" : "Japan") again.", date: day)
    }
    _ = try indexSources(
        [source], in: folder.fileSystem, folder: "/index", plugins: SmallFacets.plugins(),
        options: IndexOptions())
    return try SearchIndex(path: folder.path)
}

private func request(_ query: String = "") -> SearchRequest {
    var request = SearchRequest(query)
    request.countedFacets = ["country"]
    return request
}

@Suite("Timelines")
struct TimelineTests {
    @Test("Articles are counted by year and month, from the first that has one to the last")
    func periods() throws {
        let index = try index(["2014-12-31", "2015-01-01", "2015-02-28", "2018-02-28", nil])
        let years = try index.timeline(request(), by: .year).periods
        #expect(
            years.map { "\($0.label) \($0.total)" } == ["2014 1", "2015 2", "2016 0", "2017 0", "2018 1"])
        #expect(
            years.map { $0.facets.first?.values.map(\.id) ?? [] } == [["KR"], ["JP", "KR"], [], [], ["JP"]])
        let months = try index.timeline(request("again"), by: .month).periods
        #expect(months.count == 39)
        #expect(
            months.prefix(4).map { "\($0.label) \($0.total)" } == [
                "2014-12 1", "2015-01 1", "2015-02 1", "2015-03 0",
            ])
        #expect(months[2].days.upperBound.description == "2015-02-28")
    }

    @Test("A range of days cuts the first and the last period")
    func range() throws {
        let index = try index(["2014-12-30", "2014-12-31", "2015-01-01", "2015-01-02"])
        var request = request()
        request.from = CalendarDate(iso8601: "2014-12-31")
        request.to = CalendarDate(iso8601: "2015-01-01")
        let years = try index.timeline(request, by: .year).periods
        #expect(years.map { "\($0.label) \($0.total)" } == ["2014 1", "2015 1"])
        request.to = CalendarDate(iso8601: "2013-01-01")
        #expect(try index.timeline(request, by: .month).periods.isEmpty)
    }

    @Test("Without a date or a match there is no period")
    func none() throws {
        #expect(try index([nil, nil]).timeline(request(), by: .year).periods.isEmpty)
        #expect(try index(["2014-12-31"]).timeline(request("nowhere"), by: .month).periods.isEmpty)
    }

    @Test("The counts of all periods together are those of all dated articles")
    func sums() throws {
        var generator = SeededGenerator(state: 5)
        let days = (0..<60).map { _ in
            CalendarDate(daysSinceEpoch: Int32.random(in: -20_000...20_000, using: &generator)).description
        }
        let index = try index(days)
        let total = try index.search(request()).facets[0].values
        for period in TimelinePeriod.allCases {
            let periods = try index.timeline(request(), by: period).periods
            #expect(periods.reduce(0) { $0 + $1.total } == days.count)
            for value in total {
                let sum = periods.reduce(0) { sum, period in
                    sum + (period.facets.first?.values.first { $0.id == value.id }?.count ?? 0)
                }
                #expect(sum == value.count)
            }
        }
    }
}
