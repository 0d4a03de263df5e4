/// What a word beside a number means in a date.
enum DateWord: Equatable {
    /// 1...12.
    case month(Int)
    /// Vietnamese: the month follows as a number.
    case monthNumber
    case weekday
    /// Stands between the parts of a date: `de`, `of`, the `rd` of `3rd`.
    case joiner
    /// Says that the day is the one of publication, or leads to any day: `posted`, `on`.
    case published
    /// Says that the day is the one of a change: `updated`.
    case changed
    /// `am`, `Uhr`.
    case clock
}

/// The words of dates, by language.
///
/// Source: the facts are those of the Unicode Common Locale Data Repository (months and days in their
/// wide and abbreviated forms, in the case that follows a day), with forms that newspapers print beside them.
enum DateWords {
    /// What a word in lower case means; nil when it is no word of dates.
    static func meaning(_ word: String) -> DateWord? { table[word] }

    /// Twelve months a line, from January; `-` where a line has no other form.
    static let months: [(language: String, names: String)] = [
        ("en", "january february march april may june july august september october november december"),
        ("en", "jan feb mar apr may jun jul aug sep oct nov dec"),
        ("en", "- - - - - - - - sept - - -"),
        ("fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        ("fr", "janv févr mars avr mai juin juil août sept oct nov déc"),
        ("fr", "- fevrier - - - - - aout - - - decembre"),
        ("fr", "- fév - - - - - - - - - -"),
        ("de", "januar februar märz april mai juni juli august september oktober november dezember"),
        ("de", "jan feb mär apr mai jun jul aug sep okt nov dez"),
        ("de", "jänner feber maerz - - - - - - - - -"),
        ("de", "jän - mrz - - - - - - - - -"),
        ("es", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        ("es", "ene feb mar abr may jun jul ago sept oct nov dic"),
        ("es", "- - - - - - - - setiembre - - -"),
        ("pt", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
        ("pt", "jan fev mar abr mai jun jul ago set out nov dez"),
        ("pt", "- - marco - - - - - - - - -"),
        (
            "it",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
        ),
        ("it", "gen feb mar apr mag giu lug ago set ott nov dic"),
        ("nl", "januari februari maart april mei juni juli augustus september oktober november december"),
        ("nl", "jan feb mrt apr mei jun jul aug sep okt nov dec"),
        ("sv", "januari februari mars april maj juni juli augusti september oktober november december"),
        ("da", "januar februar marts april maj juni juli august september oktober november december"),
        ("nb", "januar februar mars april mai juni juli august september oktober november desember"),
        ("nb", "- - - - - - - - - - - des"),
        (
            "fi",
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta"
        ),
        (
            "pl",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
        ),
        ("pl", "sty lut mar kwi maj cze lip sie wrz paź lis gru"),
        (
            "pl",
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"
        ),
        ("cs", "ledna února března dubna května června července srpna září října listopadu prosince"),
        ("sk", "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra"),
        (
            "hu",
            "január február március április május június július augusztus szeptember október november december"
        ),
        ("hu", "jan febr márc ápr máj jún júl aug szept okt nov dec"),
        (
            "ro",
            "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
        ),
        ("ro", "ian feb mar apr mai iun iul aug sept oct nov dec"),
        ("ca", "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"),
        ("id", "januari februari maret april mei juni juli agustus september oktober november desember"),
        ("id", "- - - - - - - agt - - - des"),
        ("tr", "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"),
        ("tr", "oca şub mar nis may haz tem ağu eyl eki kas ara"),
        ("tr", "- - - - mayis - - - - - kasim aralik"),
        ("ru", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        ("ru", "янв февр мар апр мая июн июл авг сент окт нояб дек"),
        ("ru", "январь фев март апрель май июнь июль август сен октябрь ноя декабрь"),
        ("uk", "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
        ("bg", "януари февруари март април май юни юли август септември октомври ноември декември"),
        (
            "el",
            "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου"
        ),
        ("el", "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ"),
        ("ar", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        ("ar", "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"),
        ("ar", "جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -"),
        ("ar", "- - - ابريل - - يوليوز اغسطس شتنبر اكتوبر نونبر دجنبر"),
        ("ar", "- - - إبريل - - - غشت - - - -"),
        ("fa", "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"),
        ("he", "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר"),
        ("he", "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"),
        ("hi", "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
        ("hi", "- फरवरी - - - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर"),
        ("th", "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"),
        ("th", "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค"),
    ]

    private static let weekdays = """
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
        lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
        montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
        lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
        segunda terça quarta quinta sexta feira seg ter qua qui sex
        lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab
        maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
        måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tors lör sön
        mandag tirsdag lørdag søndag man tir tor lør søn
        maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
        poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz
        pondělí úterý středa čtvrtek pátek neděle hétfő kedd szerda csütörtök péntek szombat vasárnap
        luni marți miercuri joi vineri sâmbătă duminică senin selasa rabu kamis jumat sabtu minggu
        понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
        понеділок вівторок середа п'ятниця субота неділя
        pazartesi salı çarşamba perşembe cuma cumartesi pazar pzt sal çar per cum cmt paz
        δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
        الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
        सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
        """

    private static let joiners = """
        de del of den the d di da st nd rd th er ère e º ª o a г г. р року năm year anno m พ.ศ ค.ศ م ק ה
        """

    private static let published = """
        published posted post publish publication created released issued first originally date dated on at in from
        publié publiée le à publicado publicada fecha el às em a veröffentlicht erschienen erstellt datum am vom um
        pubblicato pubblicata il alle ore gepubliceerd geplaatst op om publicerad publicerat kl den udgivet publisert
        julkaistu klo opublikowano dodano data godz dnia o publikováno vydáno dne megjelent publicat pe la
        diterbitkan tayang опубликовано опубліковано дата в о yayınlanma yayınlandı yayın tarihi tarih saat
        δημοσιεύτηκε δημοσίευση στις نشر نُشر تاريخ النشر في الساعة פורסם प्रकाशित เผยแพร่ đăng ngày lúc
        """

    private static let changed = """
        updated update modified edited revised changed last mis mise jour modifié modifiée actualisé actualizado
        actualizada actualización actualizó modificado aktualisiert aktualisierung geändert stand atualizado atualizada
        aggiornato aggiornata aggiornamento modificato bijgewerkt gewijzigd update uppdaterad uppdaterat ändrad
        opdateret oppdatert päivitetty zaktualizowano aktualizacja aktualizováno frissítve actualizat diperbarui
        обновлено изменено обновлен оновлено güncelleme güncellendi güncellenme ενημέρωση تحديث آخر עודכן अपडेट
        """

    private static let clocks = """
        am pm uhr hrs hours h uur utc gmt noon midnight ago
        min mins minute minutes read reading lesezeit minuten lecture lectura leitura minuti lettura leestijd läsning
        """

    private static let table: [String: DateWord] = {
        var table: [String: DateWord] = ["tháng": .monthNumber]
        for (words, meaning) in [
            (clocks, DateWord.clock), (weekdays, .weekday), (published, .published), (changed, .changed),
            (joiners, .joiner),
        ] {
            for word in words.split(whereSeparator: \.isWhitespace) { table[String(word)] = meaning }
        }
        for (_, names) in months {
            for (index, name) in names.split(separator: " ").enumerated() where name != "-" {
                table[String(name)] = .month(index + 1)
            }
        }
        return table
    }()

    /// Words that stand around a date where no space parts them, no word before one that it begins.
    static let unspaced: [String] =
        unspacedChanges + [
            "发布时间", "發布時間", "发布于", "发布", "發布", "发表于", "发表", "發表", "刊登", "时间", "時間", "日期",
            "公開日", "公開", "掲載日", "掲載", "配信", "投稿日", "投稿", "発行", "発表", "作成日", "作成",
            "星期", "周", "週", "曜日", "一", "二", "三", "四", "五", "六", "日", "天", "月", "火", "水", "木", "金", "土",
            "令和", "平成", "昭和", "大正", "明治", "民國", "民国", "号", "時", "时", "分", "秒", "午前", "午後", "上午", "下午", "入力",
            "기사입력", "입력", "등록", "승인", "발행", "게시",
            "오전", "오후", "일", "월", "화", "수", "목", "금", "토", "요일", "시", "분",
        ]

    /// Those of a change.
    static let unspacedChanges: [String] = [
        "最終更新日", "最終更新", "更新日時", "更新日", "更新时间", "更新時間", "更新于", "更新", "最后", "修改", "改訂",
        "최종수정", "최종", "수정", "업데이트",
    ]
}
