import IndexAnalysis
import Testing

/// What is written, and forms of it that fold alike; they fold as the first does.
private let alike: [(String, [String])] = [
    // Case.
    ("nato", ["NATO", "Nato"]), ("σοφος", ["ΣΟΦΟΣ", "Σοφός", "σοφοσ"]), ("москва", ["МОСКВА", "Москва"]),
    // Width.
    ("abc123", ["ＡＢＣ１２３", "ａｂｃ１２３"]), ("ガ", ["ｶﾞ", "カ\u{3099}"]), ("パーティー", ["ﾊﾟｰﾃｨｰ"]),
    ("한국", ["\u{D55C}\u{AD6D}"]),
    // Accents, alone and as marks of their own.
    ("ecole", ["École", "e\u{301}cole", "ÉCOLE"]), ("manana", ["mañana", "MAÑANA"]),
    ("uber", ["Über", "u\u{308}ber"]),
    ("strasse", ["Straße", "STRASSE", "STRAẞE"]), ("angstrom", ["Ångström", "A\u{30A}ngstro\u{308}m"]),
    ("istanbul", ["İstanbul", "ISTANBUL", "ıstanbul"]), ("diyarbakir", ["Diyarbakır", "DİYARBAKIR"]),
    ("κυβερνηση", ["κυβέρνηση", "ΚΥΒΕΡΝΗΣΗ", "Κυβέρνηση"]), ("da nang", ["Đà Nẵng"]),
    ("viet nam", ["Việt Nam", "VIỆT NAM"]),
    ("lodz", ["Łódź", "łódź"]), ("tromso", ["Tromsø"]), ("coeur", ["cœur", "CŒUR"]), ("aegean", ["Ægean"]),
    ("thingvellir", ["Þingvellir"]), ("sudurnes", ["Suðurnes"]), ("djokovic", ["Djoković"]),
    ("dokovic", ["Đoković"]),
    ("fine", ["ﬁne"]), ("ijssel", ["Ĳssel"]), ("sarkozy", ["Sárközy"]),
    ("timisoara", ["Timișoara", "Timişoara"]),
    // Cyrillic: ё is е, a stress is none, but й, ў and ї are letters of their own.
    ("еще", ["ещё", "ЕЩЁ", "еще\u{301}"]), ("российский", ["РОССИЙСКИЙ", "российскии\u{306}"]),
    ("київ", ["КИЇВ", "киі\u{308}в"]), ("воўк", ["ВОЎК", "воу\u{306}к"]),
    // Arabic: vowels, tatweel and the forms of alef; Hebrew points.
    ("محمد", ["مُحَمَّد", "محـــمد"]), ("احمد", ["أحمد", "ﺃﺣﻤﺪ"]), ("ايران", ["إيران"]), ("القران", ["القرآن"]),
    ("שלום", ["שָׁלוֹם"]),
]

/// Words that a reader tells apart, and folding must.
private let different: [(String, String)] = [
    ("й", "и"), ("ї", "і"), ("ў", "у"), ("カ", "ガ"), ("は", "ば"), ("か", "カ"), ("ก", "กำ"), ("한", "하"),
    ("ا", "ب"),
]

@Suite struct FoldingTests {
    private func fold(_ text: String) -> String {
        String(decoding: Tokenizer().fold(Array(text.utf8)), as: UTF8.self)
    }

    @Test("Case, width and accents do not matter", arguments: alike)
    func foldsAlike(form: String, others: [String]) {
        for other in others + [form] {
            #expect(fold(other).unicodeScalars.elementsEqual(fold(form).unicodeScalars), "\(other)")
        }
        if form.utf8.allSatisfy({ $0 < 0x80 }) { #expect(fold(form) == form) }
    }

    @Test("Tokens fold as words do", arguments: alike)
    func tokens(form: String, others: [String]) {
        for other in others + [form] {
            var buffer = TokenBuffer()
            let bytes = Array(other.utf8)
            Tokenizer().appendTokens(of: bytes, in: 0..<bytes.count, to: &buffer)
            #expect(
                String(decoding: buffer.folded, as: UTF8.self).unicodeScalars
                    .elementsEqual(fold(form).unicodeScalars.filter { $0 != " " }), "\(other)")
        }
    }

    @Test("Letters of their own stay apart", arguments: different)
    func staysApart(one: String, other: String) {
        #expect(!fold(one).unicodeScalars.elementsEqual(fold(other).unicodeScalars))
    }
}
