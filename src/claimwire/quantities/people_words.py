"""Words for people, groups of people and things, as alternatives of regular expressions."""

from __future__ import annotations

PEOPLE = (
    "people|persons?|individuals?|men|women|man|woman|child|children|boys?|girls?|babies|infants?|kids|minors|"
    "teenagers|"
    "adults|civilians?|soldiers?|troops|fighters|servicemen|officers?|policemen|militants|rebels|prisoners|hostages|"
    "refugees|residents|villagers|inhabitants|victims|survivors|dead|deaths|killed|injured|wounded|hurt|missing|"
    "casualties|fatalities|injuries|bodies|patients|cases|workers|miners|passengers|students|pupils|migrants|"
    "displaced|lives|lost|died|others|more|were|are|have|had|souls|citizens|families|households"
)
"""Words that follow a count of people."""
AGED = (
    "men|women|man|woman|boys?|girls?|child|children|people|persons?|those|anyone|everyone|adults|minors|kids|youths|"
    "patients|pensioners?|residents|students?"
)
"""Words for people that an age follows."""
ONE_PERSON = (
    "man|woman|boy|girl|child|person|driver|teenager|officer|soldier|resident|student|pupil|worker|mother|father|son|"
    "daughter|brother|sister|baby|infant|toddler|pensioner|journalist|doctor|nurse|farmer|fighter|teacher|tourist"
)
"""Words for one person."""
COLLECTIVES = (
    "number|gross|record|net|further|additional|lot|few|little|great many|good many|group|crowd|crew|family|team|unit|"
    "busload|convoy|majority|minority|"
    "host|"
    "handful|total|series|string|wave|squad|platoon|company|battalion|brigade|gang|band|class|generation|population|"
    "community|delegation|party|figure|toll|rate|couple|pair|dozen|hundred|thousand|million|bunch|slew|raft|swarm|"
    "flood|"
    "stream|trickle|myriad|multitude|mob|throng|cluster|pack|row|household|spate|surge|rise|drop|increase|decline|"
    "force|"
    "army|contingent|column|queue|people|fraction|share|part|proportion|percentage|quantity|amount|mass|horde|patrol|"
    "squadron|regiment"
)
"""Words that *a* may stand before and that are not one person, for a group or an amount."""
PORTIONS = (
    "second|third|quarter|half|fourth|fifth|day|night|week|month|year|hour|minute|time|decade|century|"
    "fortnight|weekend|summer|winter|season|while|moment|war|massacre"
)
"""Words that *a* may stand before and that are not one person, for a part, a place in an order or a time."""
THINGS = (
    "vehicles?|cars?|trucks?|lorries|lorry|bus(?:es)?|tanks?|drones?|missiles?|rockets?|shells?|bombs?|mines|aircraft|"
    "planes?|helicopters?|ships?|boats?|trains?|houses?|homes?|buildings?|schools?|hospitals?|shops?|villages?|towns?|"
    "cities|city|districts?|provinces?|explosions?|blasts?|fires?|attacks?|strikes?|raids?|crash(?:es)?|collisions?|"
    "earthquakes?|quakes?|avalanches?|floods?|storms?|murders?|killings?|shootings?|reports?|shoes|weapons?|guns?|"
    "rounds|"
    "incidents?|battles?|operations?"
)
"""What numbers in such texts count besides people."""
