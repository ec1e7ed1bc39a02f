"""Who published the figures, and through which public copies they were read."""

from __future__ import annotations

from bosetting.sources.figures.table import Source

SSB_POPULATION = Source(
    "Statistics Norway (SSB), table 07459, population", "https://www.ssb.no/statbank/table/07459"
)
SSB_EMPLOYMENT = Source(
    "Statistics Norway (SSB), register-based employment",
    "https://www.ssb.no/arbeid-og-lonn/statistikker/regsys",
)
SSB_EMPLOYMENT_NEW_REGISTER = Source(
    "Statistics Norway (SSB), table 03321, employed persons", "https://www.ssb.no/statbank/table/03321"
)
SSB_RESULTS = Source(
    "Statistics Norway (SSB), table 10824, former participants in the introduction programme",
    "https://www.ssb.no/statbank/table/10824",
)
SSB_PARTICIPANTS = Source(
    "Statistics Norway (SSB), introduction programme for immigrants", "https://www.ssb.no/en/introinnv"
)
SSB_CODES = Source(
    "Statistics Norway (SSB), KLASS 131, municipalities", "https://www.ssb.no/klass/klassifikasjoner/131"
)
KARTVERKET = Source(
    "The Norwegian Mapping Authority (Kartverket), municipal boundaries", "https://www.kartverket.no/"
)
IMDI = Source(
    "Directorate of Integration and Diversity (IMDi), settlement: requests, decisions and settled persons",
    "https://www.imdi.no/planlegging-og-bosetting/",
)
IMDI_PARTICIPANTS = Source(
    "Directorate of Integration and Diversity (IMDi), participants in the introduction programme (NIR)",
    "https://www.imdi.no/introduksjonsprogram/",
)
KS = Source(
    "KS, on the request for 2018",
    "http://www.ks.no/fagomrader/helse-og-velferd/flyktninger/bosetting/"
    "rekordlavt-antall-flyktninger-skal-bosettes-i-2018/",
)
WIKIPEDIA = Source(
    "Norwegian Wikipedia, Norges kommuner (decisions on the form of Norwegian; a secondary source)",
    "https://no.wikipedia.org/wiki/Norges_kommuner",
)
LOVDATA = Source(
    "Regulation of 20 December 2019 no. 2114 on the form of Norwegian in the public service",
    "https://lovdata.no/dokument/SF/forskrift/2019-12-20-2114",
)
ACTS = Source(
    "Lovdata, introduksjonsloven (LOV-2003-07-04-80) and integreringsloven (LOV-2020-11-06-127)",
    "https://lovdata.no/",
)
GOVERNMENT = Source("Government of Norway, pages on settlement and budget", "https://www.regjeringen.no/")
STORTINGET = Source("The Storting, recommendations and questions", "https://www.stortinget.no/")

MIRROR_FHIDATA = Source(
    "Public copy: folkehelseinstituttet/fhidata", "https://github.com/folkehelseinstituttet/fhidata"
)
MIRROR_SPREAD = Source(
    "Public copy: folkehelseinstituttet/spread", "https://github.com/folkehelseinstituttet/spread"
)
MIRROR_IMDIKATOR = Source(
    "Public copy: gardenberg/imdikator-munch", "https://github.com/gardenberg/imdikator-munch"
)
MIRROR_IMDI_DATASET = Source("Public copy: bengler/imdi-dataset", "https://github.com/bengler/imdi-dataset")
MIRROR_TELEMARK = Source("Public copy: evensrii/Telemark", "https://github.com/evensrii/Telemark")
MIRROR_CSMAPS = Source("Public copy: CRAN csmaps", "https://cran.r-project.org/package=csmaps")
MIRROR_LANGUAGES = Source(
    "Public copy: engvik/norwegian-municipalities-json",
    "https://github.com/engvik/norwegian-municipalities-json",
)
MIRROR_REGULATION = Source(
    "Public copy: CaroFraTyskland/WikipediaProject", "https://github.com/CaroFraTyskland/WikipediaProject"
)
PRESS = (
    Source(
        "Fædrelandsvennen, on the request for 2018",
        "https://www.fvn.no/nyheter/lokalt/i/vEj5L/Norske-kommuner-skal-bosette-4400-flyktninger-neste-ar",
    ),
    Source("NRK Møre og Romsdal, on the request for 2018", "https://www.nrk.no/mr/1.13766749"),
    Source("Romsdals Budstikke, on the request for 2018", "http://www.rbnett.no/"),
    Source(
        "Adresseavisen, on the request for 2018",
        "https://www.adressa.no/nyheter/trondheim/i/dnmRW1/ber-trondheim-ta-imot-167-flyktninger-neste-ar",
    ),
    Source(
        "Laagendalsposten, on the request for 2018",
        "https://www.laagendalsposten.no/nyheter/flyktninger/kongsberg/"
        "sa-mange-flyktninger-vil-imdi-bosette-neste-ar/s/5-64-425647",
    ),
    Source(
        "Lister24, on Kvinesdal's request for 2018",
        "https://www.lister24.no/nyheter/i/8mndKw/bosetter-ti-flyktninger",
    ),
    Source(
        "Bærum municipality, on its request for 2018",
        "https://www.baerum.kommune.no/aktuelt/bosetting-av-flyktninger/",
    ),
    Source(
        "Public document listing requests in Akershus, by its title at Docplayer", "https://docplayer.me/"
    ),
)
