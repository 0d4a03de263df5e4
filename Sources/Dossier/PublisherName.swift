/// Names of publishers, as different pages spell them.
enum PublisherName {
    /// What spellings of one name have in common: *ABC News* and *abcnews.com*, *Der Spiegel* and *DER SPIEGEL*.
    ///
    /// The domain at the end and `www.` are left out, then all but letters and digits, in small letters; a name of which
    /// nothing would be left is its own key.
    static let key: @Sendable (String) -> String = { name in
        var labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)[...]
        if labels.count > 1, !name.contains(where: \.isWhitespace) || isDomainEnd(labels.last) {
            if labels.first == "www" { labels = labels.dropFirst() }
            if labels.count > 1, isDomainEnd(labels.last) {
                let isCountry = labels.last?.count == 2
                labels = labels.dropLast()
                if isCountry, labels.count > 1, secondLevels.contains(labels.last ?? "") {
                    labels = labels.dropLast()
                }
            }
        }
        let key = labels.joined().filter { $0.isLetter || $0.isNumber }
        return key.isEmpty ? name : key
    }

    private static func isDomainEnd(_ label: Substring?) -> Bool {
        guard let label else { return false }
        let isCountry = label.utf8.count == 2 && label.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        return isCountry || secondLevels.contains(label) || generic.contains(label)
    }

    private static let generic: Set<Substring> = ["info", "int", "mil", "news", "media", "press", "online"]
    /// Those that stand before a country's as well.
    private static let secondLevels: Set<Substring> = [
        "com", "co", "org", "net", "gov", "edu", "ac", "or", "ne",
    ]
}
