import Dossier
import TerminalText

/// The values of a facet below each other: count, perhaps a bar, label and id.
struct FacetTable {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let barWidth = 24

    let screen: Screen
    /// How many values are shown.
    let limit: Int
    let draws: Bool

    func text(_ counts: FacetCounts) -> String {
        // What was chosen is shown, however rare it is.
        let chosen = counts.values.dropFirst(limit).filter { $0.choice != nil }
        let shown = Array(counts.values.prefix(limit)) + chosen
        let most = shown.map(\.count).max() ?? 0
        let width = String(most).count
        var lines = [screen.bold(counts.facet)]
        for value in shown {
            let name = value.label == value.id ? "" : " " + screen.dim("(\(printable(value.id)))")
            let bar = draws ? "  " + Self.bar(value.count, of: most).padded(to: Self.barWidth) : ""
            lines.append(
                "  \(String(value.count).aligned(to: width))\(bar)  \(FacetCounts.marked(value))\(name)")
        }
        let rest = counts.values.count - shown.count
        if counts.values.isEmpty { lines.append("  no values") }
        if rest > 0 { lines.append("  … \(rest) more: ‘dossier facets \(counts.facet)’") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// As long as a count's share of the greatest; of a count above 0 something is seen.
    static func bar(_ count: Int, of most: Int) -> String {
        if count == 0 { return "" }
        let length = max(1, (count * 8 * barWidth + most / 2) / most)
        return String(repeating: "█", count: length / 8) + eighths[length % 8]
    }
}
