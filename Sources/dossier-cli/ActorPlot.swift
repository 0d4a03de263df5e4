import Dossier
import TerminalText

/// The course of actors over time as bars, a column a period.
struct ActorPlot {
    private static let bars = Array(" ▁▂▃▄▅▆▇█")

    let lines: [String]

    init(_ report: ActorReport, _ screen: Screen) {
        let names = report.actors.map { printable($0.label) }
        let nameWidth = min(names.map { columnCount($0) }.max() ?? 0, 30)
        let countWidth = report.actors.map { String($0.count).count }.max() ?? 0
        let room = max(10, screen.width - nameWidth - countWidth - 6)
        let periods = report.timeline.periods
        // More periods than columns: a column stands for several.
        let step = (periods.count + room - 1) / room
        let starts = Array(stride(from: 0, to: periods.count, by: max(1, step)))
        var lines: [String] = []
        for (actor, name) in zip(report.actors, names) {
            let counts = starts.map { start in
                periods[start..<min(start + step, periods.count)].reduce(0) {
                    $0 + report.count(actor, in: $1)
                }
            }
            lines.append(
                "  " + Self.cut(name, to: nameWidth).padded(to: nameWidth) + "  " + Self.bars(counts) + "  "
                    + String(counts.max() ?? 0).aligned(to: countWidth))
        }
        let first = periods.first?.label ?? ""
        let last = periods[starts.last ?? 0].label
        let axis =
            starts.count > first.count + last.count
            ? first.padded(to: starts.count - last.count) + last : first
        lines.append("  " + screen.dim("".padded(to: nameWidth) + "  " + axis))
        let unit = step > 1 ? "A bar stands for \(step) periods. " : ""
        lines.append("  " + screen.dim("\(unit)The number is that of the highest bar."))
        self.lines = lines
    }

    static func bars(_ counts: [Int]) -> String {
        let most = max(1, counts.max() ?? 1)
        // One article is seen beside a thousand.
        return String(counts.map { $0 == 0 ? bars[0] : bars[max(1, ($0 * 8 + most / 2) / most)] })
    }

    private static func cut(_ name: String, to width: Int) -> String {
        if columnCount(name) <= width { return name }
        var cut = ""
        for character in name where columnCount(cut) + columnCount(String(character)) < width {
            cut.append(character)
        }
        return cut + "…"
    }
}
