extension BM25 {
    /// Natural logarithm, equal bit for bit on every machine, unlike that of the system's library.
    ///
    /// Splits x into 2ᵉ · m with m in √½...√2 and sums ln m = 2 · artanh((m − 1) / (m + 1)) as a series; the error
    /// is a few units in the last place.
    ///
    /// - Parameter x: finite and above 0.
    static func logarithm(_ x: Double) -> Double {
        precondition(x > 0 && x.isFinite, "no logarithm of \(x)")
        var (exponent, mantissa) = (Double(x.exponent), x.significand)
        if mantissa > 1.4142135623730951 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        // |ratio| ≤ 0.1716, so the term of degree 23 is below 2⁻⁶²; small terms are summed first.
        var sum = 0.0
        for degree in stride(from: 23.0, through: 1.0, by: -2.0) {
            sum = sum * square
            sum = sum + 1 / degree
        }
        return exponent * 0.6931471805599453 + 2 * ratio * sum
    }
}
