import PluginAPI
import TextFormat

/// Chooses the days of publication and of the last change, in the order that `PageMetadata` states.
struct PageDates {
    struct Candidate {
        var date: CalendarDate
        var signal: MetadataSignal
        /// Its hour where it is told by the clock of Greenwich.
        var hour: Int?
    }

    private(set) var published: Candidate?
    private(set) var modified: Candidate?

    init(
        _ page: HTMLPage, _ marked: PageSignals, _ linked: LinkedData, _ nearby: NearbyMarks,
        _ lines: PageLines,
        url: String?, order: DayOrder
    ) {
        func metas(_ field: MetadataField) -> [Candidate] {
            marked.contents(field).compactMap { meta in
                DateLine.machine(meta.content, order: order).map {
                    Candidate(
                        date: $0, signal: meta.meaning.signal, hour: DateLine.universalHour(meta.content)
                    )
                }
            }
        }
        let near = nearby.dates(page, order: order)
        let linesOfDates = lines.lines.filter { $0.date != nil || $0.authors != nil }
            .flatMap { DateLine.dates(in: $0.text, order: order) }
        func shown(isChange: Bool) -> [Candidate] {
            near.filter { $0.isChange == isChange }.map { Candidate(date: $0.date, signal: $0.signal) }
                + linesOfDates.filter { $0.isChange == isChange }.map {
                    Candidate(date: $0.date, signal: .dateline)
                }
        }
        var stated: [Candidate] = []
        if let date = linked.published {
            stated = [Candidate(date: date, signal: .jsonLD, hour: linked.publishedHour)]
        }
        let written = shown(isChange: false)
        let address =
            url.flatMap { AddressDate.date(in: Array($0.utf8)) }.map { [Candidate(date: $0, signal: .url)] }
            ?? []
        let middle = metas(.published) + written + address
        let all = linked.isArticle ? stated + middle : middle + stated
        let lastChange = linked.modified.map { [Candidate(date: $0, signal: .jsonLD)] } ?? []
        let changes = lastChange + metas(.modified) + shown(isChange: true)
        modified = changes.first
        published = all.first ?? changes.first
        if let first = all.first, let hour = first.hour {
            let local =
                Array(written.prefix(1)) + (address + stated + metas(.published)).filter { $0.hour == nil }
            published = Self.atPlace(first, hour, local) ?? first
        }
    }

    /// The day at the place of publication, where something on the page tells it: that before in the evening of the
    /// Americas, that after in the morning of Asia.
    private static func atPlace(_ first: Candidate, _ hour: Int, _ local: [Candidate]) -> Candidate? {
        func days(_ candidate: Candidate) -> Int32 {
            candidate.date.daysSinceEpoch - first.date.daysSinceEpoch
        }
        if local.contains(where: { days($0) == 0 }) { return nil }
        return local.first { candidate in
            // What a page shows of the day after is more often the day of a change.
            let isShown = candidate.signal == .dateline || candidate.signal == .timeElement
            return (days(candidate) == -1 && hour < 12) || (days(candidate) == 1 && hour >= 10 && !isShown)
        }
    }
}
