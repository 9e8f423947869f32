<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.LogonPage" EnableViewState="false" %>
<%@ Import Namespace="System.Globalization" %>
<!DOCTYPE html>
<html dir="ltr" lang="en">
<head>
<meta http-equiv="X-UA-Compatible" content="IE=10" />
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="robots" content="noindex, nofollow" />
<title>Outlook</title>
<link type="text/css" rel="stylesheet" href="/owa/auth/<%= BuildFolder %>/themes/resources/logon.css" />
<script type="text/javascript" src="/owa/auth/<%= BuildFolder %>/scripts/premium/flogon.js"></script>
</head>
<body class="signInBg" onload="prepareLogon();">
<noscript>
    <div class="notice"><p>Outlook on the web needs JavaScript. Please switch it on in your browser.</p></div>
</noscript>
<form action="/owa/auth.owa" method="post" name="logonForm" enctype="application/x-www-form-urlencoded" autocomplete="off">
    <input type="hidden" name="destination" value="<%= Microsoft.Security.Application.Encoder.HtmlAttributeEncode(Destination) %>" />
    <input type="hidden" name="flags" value="4" />
    <input type="hidden" name="forcedownlevel" value="0" />
    <div class="mouseHeader">Outlook</div>
    <div id="signInError" class="signInError" role="alert" style="display:<%= Reason == 2 ? "block" : "none" %>">
        The user name or password isn't right. Try again.
    </div>
    <label for="username">Domain\user name:</label>
    <input id="username" name="username" class="signInInputText" role="textbox" tabindex="1" />
    <label for="password">Password:</label>
    <input id="password" name="password" class="signInInputText" type="password" tabindex="2" />
    <div class="showPasswordCheck">
        <input id="chkPrvt" name="trusted" value="4" type="checkbox" tabindex="3" />
        <label for="chkPrvt">This is a private computer</label>
    </div>
    <div class="signInEnter">
        <div onclick="signIn()" class="signinbutton" role="button" tabindex="4"><span>sign in</span></div>
    </div>
</form>
</body>
</html>
