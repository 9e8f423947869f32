// Front page of Outlook on the web: focus, the private-computer choice, and sending the form once.
var sent = false;

function byId(id) {
    return document.getElementById(id);
}

function prepareLogon() {
    var user = byId("username");
    if (user) {
        user.focus();
    }
    document.cookie = "PBack=0; path=/; secure";
}

function signIn() {
    if (sent) {
        return false;
    }
    if (byId("username").value.length === 0) {
        byId("signInError").style.display = "block";
        return false;
    }
    sent = true;
    byId("chkPrvt").checked ? setFlags(4) : setFlags(0);
    document.logonForm.submit();
    return true;
}

function setFlags(value) {
    document.logonForm.flags.value = value;
}

function onEnter(event) {
    if (event.keyCode === 13) {
        signIn();
    }
}
