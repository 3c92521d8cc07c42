package guide

// noteText is the fixed text of a note in one language.
type noteText struct {
	it, contact                                                                                              string
	program, name, address, kind, organisation, tenant, code, correlation, trace, time, app, system, message string
	kinds                                                                                                    map[string]string
}

func noteWords(language string) noteText {
	switch language {
	case "de":
		return noteText{
			it:      "Guten Tag,\n\nbei der Anmeldung an einem Programm komme ich nicht weiter und brauche die Hilfe der IT. Die Angaben dazu:",
			contact: "Guten Tag,\n\nich möchte mit dem folgenden Konto am Programm teilnehmen. Bitte richten Sie den Zugang dafür ein oder sagen Sie mir, was noch fehlt. Die Angaben dazu:",
			program: "Programm", name: "Name", address: "Adresse der Anmeldung", kind: "Art des Kontos", organisation: "Organisation", tenant: "Mandant",
			code: "Code", correlation: "Korrelations-ID", trace: "Ablaufverfolgungs-ID", time: "Zeitpunkt", app: "App", system: "System", message: "Die Meldung",
			kinds: map[string]string{"personal": "persönliches Microsoft-Konto", "work": "Geschäfts-, Schul- oder Unikonto", "guest": "Gastkonto"},
		}
	case "fi":
		return noteText{
			it:      "Hei,\n\nen pääse eteenpäin ohjelmaan kirjautumisessa ja tarvitsen IT-tuen apua. Tiedot:",
			contact: "Hei,\n\nhaluan osallistua ohjelmaan alla olevalla tilillä. Voisitteko avata sille pääsyn tai kertoa, mitä vielä puuttuu. Tiedot:",
			program: "Ohjelma", name: "Nimi", address: "Kirjautumisosoite", kind: "Tilin laji", organisation: "Organisaatio", tenant: "Vuokraaja",
			code: "Koodi", correlation: "Korrelaatiotunnus", trace: "Jäljitystunnus", time: "Aika", app: "Sovellus", system: "Järjestelmä", message: "Ilmoitus",
			kinds: map[string]string{"personal": "henkilökohtainen Microsoft-tili", "work": "työpaikan tai oppilaitoksen tili", "guest": "vierastili"},
		}
	case "ja":
		return noteText{
			it:      "ご担当者様\n\nプログラムへのサインインが進まないため、IT 部門のご支援をお願いします。状況は次のとおりです。",
			contact: "ご担当者様\n\n次のアカウントでプログラムに参加したいと考えています。アクセスの設定をお願いします。不足があればお知らせください。",
			program: "プログラム", name: "氏名", address: "サインインのアドレス", kind: "アカウントの種類", organisation: "組織", tenant: "テナント",
			code: "コード", correlation: "相関 ID", trace: "トレース ID", time: "日時", app: "アプリ", system: "システム", message: "表示されたメッセージ",
			kinds: map[string]string{"personal": "個人用 Microsoft アカウント", "work": "職場または学校アカウント", "guest": "ゲスト アカウント"},
		}
	}
	return noteText{
		it:      "Hello,\n\nI cannot get any further when signing in to a program and need help from IT. What is known:",
		contact: "Hello,\n\nI would like to take part in the program with the account below. Could you set up access for it, or tell me what is missing? What is known:",
		program: "Program", name: "Name", address: "Signed in with", kind: "Kind of account", organisation: "Organisation", tenant: "Tenant",
		code: "Code", correlation: "Correlation ID", trace: "Trace ID", time: "Time", app: "App", system: "System", message: "The message",
		kinds: map[string]string{"personal": "personal Microsoft account", "work": "work or school account", "guest": "guest account"},
	}
}
