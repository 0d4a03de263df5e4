public import PluginAPI

/// What a format plugin does against its contract; empty when it keeps it.
///
/// Each sample is also read truncated at several places, with bytes flipped, and replaced by seeded random bytes:
/// the plugin may throw, but what it returns must be a valid document.
public func formatViolations(of plugin: any FormatPlugin, samples: [FormatInput]) -> [String] {
    var violations: [String] = []
    var random = SeededBytes(state: 20_170_303)
    for sample in samples {
        violations += readingViolations(sample, with: plugin, label: sample.identifier)
        var variant = sample
        for step in 0..<24 {
            variant.bytes = Array(sample.bytes.prefix(sample.bytes.count * step / 24))
            violations += readingViolations(
                variant, with: plugin, label: "\(sample.identifier) cut \(step)")
            variant.bytes = sample.bytes
            for _ in 0..<min(4, sample.bytes.count) {
                let index = Int(random.next() % UInt64(sample.bytes.count))
                variant.bytes[index] = UInt8(truncatingIfNeeded: random.next())
            }
            violations += readingViolations(
                variant, with: plugin, label: "\(sample.identifier) flip \(step)")
            variant.bytes = (0..<step * 11).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            violations += readingViolations(variant, with: plugin, label: "random \(step)")
        }
    }
    return violations
}

private func readingViolations(_ input: FormatInput, with plugin: any FormatPlugin, label: String) -> [String]
{
    let confidence = plugin.confidence(for: input)
    var found = (0...100).contains(confidence) ? [] : ["\(label): confidence \(confidence)"]
    let first = Result { () throws(FormatError) in try plugin.read(input) }
    let second = Result { () throws(FormatError) in try plugin.read(input) }
    if first != second { found.append("\(label): two readings differ") }
    guard case .success(let document) = first else { return found }
    if document.identifier != input.identifier { found.append("\(label): identifier \(document.identifier)") }
    found += zoneViolations(of: document).map { "\(label): \($0)" }
    return found
}

/// What is wrong with a document's text and zones.
public func zoneViolations(of document: Document) -> [String] {
    var found: [String] = []
    if String(validating: document.text, as: UTF8.self) == nil { found.append("text is not UTF-8") }
    var end = 0
    for zone in document.zones {
        if zone.range.isEmpty { found.append("empty zone at \(zone.range.lowerBound)") }
        if zone.range.upperBound > document.text.count {
            found.append("zone \(zone.range) beyond \(document.text.count)")
            continue
        }
        if zone.range.lowerBound < end {
            found.append("zone \(zone.range) overlaps or descends")
            continue
        }
        if document.text[end..<zone.range.lowerBound].contains(where: { $0 > 0x20 }) {
            found.append("text before \(zone.range) has no zone")
        }
        if String(validating: document.text[zone.range], as: UTF8.self) == nil {
            found.append("zone \(zone.range) cuts a character")
        }
        end = zone.range.upperBound
    }
    if document.text[end...].contains(where: { $0 > 0x20 }) { found.append("text at the end has no zone") }
    return found
}

/// SplitMix64; the same numbers on every machine.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
private struct SeededBytes {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
