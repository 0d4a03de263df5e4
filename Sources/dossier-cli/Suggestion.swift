/// The one of `candidates` that `word` may have been meant for, or nil when none is near.
func nearest(to word: String, among candidates: [String]) -> String? {
    let prefixed = candidates.filter { word.count > 1 && $0.hasPrefix(word) }
    if prefixed.count == 1 { return prefixed.first }
    let allowed = max(1, word.count / 3)
    return candidates.map { ($0, editDistance(word, $0)) }
        .filter { $0.1 <= allowed }
        .min { $0.1 < $1.1 }?.0
}

/// How many characters must be put in, taken out, changed or swapped with a neighbour.
func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var rows = [Array(0...right.count)]
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let isSame = left[row] == right[column]
            var best = min(
                rows[row][column] + (isSame ? 0 : 1), rows[row][column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, rows[row - 1][column - 1] + 1)
            }
            current.append(best)
        }
        rows.append(current)
    }
    return rows[left.count][right.count]
}
