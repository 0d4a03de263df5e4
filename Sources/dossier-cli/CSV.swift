/// One record of comma-separated values with its end. Source: RFC 4180.
func csvLine(_ fields: [String]) -> String { fields.map(csvField).joined(separator: ",") + "\r\n" }

private func csvField(_ field: String) -> String {
    // By scalars: a quotation mark and an accent behind it are one character.
    guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
        return field
    }
    var quoted = "\"".unicodeScalars
    for scalar in field.unicodeScalars {
        if scalar == "\"" { quoted.append(scalar) }
        quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
}
