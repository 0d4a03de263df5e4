internal import IndexCore

/// k1 · (1 − b + b · length / average) for each code of `LengthTable`: what norms do to scores in one field.
///
/// Made once for a field and a model, then shared by all scorers.
@safe
final class Saturations: @unchecked Sendable {
    // Sendable because nothing changes after init.
    static let count = 256

    // Safe: allocated and filled in init, freed in deinit; `count` values.
    let values: UnsafePointer<Double>

    init(_ model: BM25, averageLength: Double) {
        // Safe: see the field.
        let values = UnsafeMutablePointer<Double>.allocate(capacity: Self.count)
        for (norm, length) in LengthTable.lengths.enumerated() {
            // Safe: the table has a length for each of the 256 norms.
            unsafe values[norm] = model.k1 * (1 - model.b + model.b * (Double(length) / averageLength))
        }
        // Safe: all values are set.
        unsafe self.values = UnsafePointer(values)
    }

    deinit {
        // Safe: freed once.
        unsafe values.deallocate()
    }

    subscript(norm: UInt8) -> Double {
        // Safe: there is a value for each norm.
        unsafe values[Int(norm)]
    }
}
